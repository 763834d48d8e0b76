import ArgumentParser
import Care
import Reporting
import Vault

/// Shows the page, and remembers that it was seen.
struct VisitPreviewCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview", abstract: "Show exactly what will leave.",
    discussion: """
      --open shows it in a browser that forgets it: the page and the browser's own files lie in memory, \
      for you alone, and are wiped when the window is closed.
      """)

  @OptionGroup var options: Options
  @OptionGroup var visit: VisitOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var printing: Printing

  @Flag(help: "Show it in a browser, and wait until that is closed.")
  var open = false

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let (visit, summary) = try world.console.whileReading(diary) { () throws -> (Entry, Summary) in
      let visit = try self.visit.entry(diary)
      return (visit, try page.summary(diary, visit, world))
    }
    if open {
      try Browser(world).show(summary.render(.html(paper: .a4)), world)
      return try remember(summary, visit, diary)
    }
    let format: Format = printing.json ? .json : .text(width: min(world.console.width, 80))
    try world.console.write(summary.render(format))
    try remember(summary, visit, diary)
  }

  private func remember(_ summary: Summary, _ visit: Entry, _ diary: Diary) throws {
    try diary.remember(page: Diary.pageHash(summary.canonicalBytes), for: visit)
  }
}
