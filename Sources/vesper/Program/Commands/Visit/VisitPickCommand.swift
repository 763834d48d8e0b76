import ArgumentParser
import Care
import Vault

/// Chooses what the page shows.
struct VisitPickCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "pick", abstract: "Choose what the page shows. Nothing else is on it.",
    discussion: """
      In a terminal it fills the screen: arrow keys move, the space bar ticks, / searches, Enter keeps \
      it. --plain asks one question after the other instead.
      """)

  @OptionGroup var options: Options
  @OptionGroup var visit: VisitOptions
  @OptionGroup var printing: Printing

  @Option(help: "Read one JSON object (vesper schema visitpick) from this file, or from - .")
  var file: String?

  @Flag(help: "Only list what can stand on the page in your own words.")
  var list = false

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let visit = try world.console.whileReading(diary) { () throws -> Entry in
      try self.visit.entry(diary)
    }
    if list { return try showChoice(visit, diary, world) }
    guard let pick = try pick(visit, diary, world) else {
      return try world.console.say("Nothing was picked, so nothing has changed.")
    }
    let (id, problems) = try world.console.whileReading(diary) {
      () throws -> (RecordID?, [PickProblem]) in
      try diary.pick(pick, for: visit)
    }
    guard let id else {
      throw Failure(
        .damaged, problems.map(\.sentence).joined(separator: "; "),
        hint: "nothing was changed; vesper list shows ids")
    }
    if printing.json {
      return try world.console.say(JSONText.object(["id": JSONText.string(id.description)]))
    }
    // The page tells nobody that something was looked for; whoever ticked it has to know.
    let page = try world.console.whileReading(diary) { try diary.disclosure(for: visit) }
    for line in EmptyParts(pick: pick, page: page, visit: visit).lines {
      try world.console.say(line)
    }
    try world.console.say(
      "Picked. vesper visit preview\(options.naming(diary, world)) shows exactly what will leave.")
  }

  private func pick(_ visit: Entry, _ diary: Diary, _ world: World) throws -> VisitPick? {
    if file == nil && options.mayAsk(world) && world.hasWholeScreen {
      var list = try world.console.whileReading(diary) {
        PickList(
          try PickChoice(visit, diary), picked: try diary.picked(for: visit),
          target: Amendments.target(for: visit))
      }
      return try PickScreen(console: world.console).choose(from: &list) { pick in
        try diary.pickProblems(pick, for: visit).first?.reason.words
      }
    }
    let given = ["visit": Amendments.target(for: visit).description]
    let source = ValueSource(options: options, file: file)
    let input = try source.read(
      Care.VisitPick.self, given: given, title: "What the page shows", diary, world
    ) { questions in
      let choice = try world.console.whileReading(diary) { try PickChoice(visit, diary) }
      let numbered = NumberedEntries(Array(choice.entries.prefix(NumberedEntries.most)))
      questions.identifier = { numbered.identifier($0, diary) }
      let listed = numbered.lines(
        "What can stand on the page in your own words:", width: world.console.width)
      questions.adapted = { field, _ in VisitPickCommand.asking(field, listed) }
      return choice.fields
    }
    return input?.value as? Care.VisitPick
  }

  /// Puts what there is to choose from right before its question: entries once, before the first
  /// question about them.
  private static func asking(_ field: Field, _ listed: [String]) -> Asking {
    switch field.shape {
    case .list(.choice(let words), _): Asking(field: field, offer: Offer(words: words))
    case .list(.hex, _) where field.key == "lines": Asking(field: field, above: listed)
    case .list(.hex, _):
      Asking(field: field, above: ["The numbers are those of the list of your own words."])
    default: Asking(field: field)
    }
  }

  private func showChoice(_ visit: Entry, _ diary: Diary, _ world: World) throws {
    let choice = try world.console.whileReading(diary) { try PickChoice(visit, diary) }
    guard !printing.json else { return try world.console.say(choice.json) }
    if choice.entries.isEmpty {
      return try world.console.say("Nothing in your own words is within the page's days yet.")
    }
    for entry in choice.entries {
      let head = "\(entry.id.description.prefix(8)) \(entry.about) \(entry.kind.title)"
      try world.console.say("\(head): \(entry.value.line)")
    }
  }
}
