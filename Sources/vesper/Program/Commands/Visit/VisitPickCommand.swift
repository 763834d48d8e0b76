import ArgumentParser
import Care
import Vault

/// Chooses what the page shows.
struct VisitPickCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "pick", abstract: "Choose what the page shows. Nothing else is on it.")

  @OptionGroup var options: Options
  @OptionGroup var visit: VisitOptions

  @Option(help: "Read one JSON object (vesper schema visitpick) from this file, or from - .")
  var file: String?

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let visit = try visit.entry(diary)
    let given = ["visit": Amendments.target(for: visit).description]
    let source = ValueSource(options: options, file: file)
    let input = try source.read(
      Care.VisitPick.self, given: given, title: "What the page shows", diary, world
    ) { questions in
      let choice = try PickChoice(visit, diary)
      choice.show(on: world.console)
      questions.identifier = { choice.identifier($0, diary) }
      return choice.fields
    }
    guard let pick = input?.value as? Care.VisitPick else {
      return try world.console.say("Nothing was picked, so nothing has changed.")
    }
    let problems = try diary.pick(pick, for: visit)
    guard problems.isEmpty else {
      throw Failure(
        .damaged, problems.map(\.sentence).joined(separator: "; "),
        hint: "nothing was changed; vesper list shows ids")
    }
    try world.console.say(
      "Picked. vesper visit preview\(options.naming(diary, world)) shows exactly what will leave.")
  }
}
