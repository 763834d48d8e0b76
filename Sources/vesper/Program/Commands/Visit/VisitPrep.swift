import ArgumentParser
import Care
import Vault

/// Says who the visit is with, and when.
struct VisitPrep: Command {
  static let configuration = CommandConfiguration(
    commandName: "prep", abstract: "Say who you are seeing, and what you want to ask.")

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Option(help: "Read one JSON object (vesper schema visit) from this file, or from - .")
  var file: String?

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let source = ValueSource(options: options, file: file)
    let input = try source.read(Care.Visit.self, title: "A visit", diary, world) { _ in
      EntryInput.questions(of: Care.Visit.self)
    }
    guard let input else {
      return try world.console.say("Nothing was answered, so nothing is prepared.")
    }
    let ids = try world.console.whileReading(diary) { try diary.write(input) }
    guard let id = ids.first else { return }
    if printing.json {
      return try world.console.say(JSONText.object(["id": JSONText.string(id.description)]))
    }
    try world.console.say("Prepared, for you alone. \(id.description.prefix(8))")
    try world.console.say(
      "Next: vesper visit pick\(options.naming(diary, world)), to choose what the page shows.")
  }
}
