import ArgumentParser
import Care
import Reporting
import Vault

/// Shows the page, and remembers that it was seen.
struct VisitPreviewCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "preview", abstract: "Show exactly what will leave.")

  @OptionGroup var options: Options
  @OptionGroup var visit: VisitOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var printing: Printing

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let visit = try visit.entry(diary)
    let summary = try page.summary(diary, visit)
    let format: Format = printing.json ? .json : .text(width: min(world.console.width, 80))
    try world.console.write(summary.render(format))
    try diary.remember(page: Diary.pageHash(summary.canonicalBytes), for: visit)
  }
}
