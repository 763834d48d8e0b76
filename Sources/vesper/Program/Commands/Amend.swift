import ArgumentParser
import Care
import Vault

/// Puts new words in the place of an entry's present ones.
struct Amend: Command {
  static let configuration = CommandConfiguration(
    commandName: "amend", abstract: "Change an entry of yours.",
    discussion: """
      The new words take the place of the old ones on every screen; the old ones stay in the log. \
      Answer the questions, or give one JSON object with --file: what it names is replaced, null \
      takes it away, the rest stays. The day, and who can read it, stay as they are.
      """)

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Argument(help: "The entry's id, or its first digits.")
  var id: String

  @Option(help: "Read one JSON object from this file, or from standard input for -.")
  var file: String?

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let entry = try diary.entry(id)
    guard entry.author == diary.me else { throw CareError.cannotAmend(.author) }
    let fields = EntryInput.amendable(of: entry)
      .filter { $0.isAsked && (diary.other != nil || !$0.isForTwo) }
    guard !fields.isEmpty else {
      throw Failure(
        .usage, "there is nothing in a \(entry.kind.title) to change",
        hint: "vesper list shows what there is")
    }
    guard let input = try input(entry, fields, diary, world) else {
      return try world.console.say("Nothing was changed.")
    }
    let amended = try diary.amend(entry, with: input)
    if printing.json {
      return try world.console.say(JSONText.object(["id": JSONText.string(amended.description)]))
    }
    let audience = entry.audience == .shared ? "for both of you, as before" : "for you alone"
    try world.console.say("Changed, \(audience). \(amended.description.prefix(8))")
  }

  /// - Returns: `nil` where nothing is to change.
  private func input(_ entry: Entry, _ fields: [Field], _ diary: Diary, _ world: World) throws
    -> EntryInput?
  {
    let changes: [UInt8]
    if let given = try options.given(file, limit: EntryInput.largestInput, world) {
      changes = given
    } else {
      var questions = Questions(for: diary, on: world.console)
      questions.present = present(entry, fields)
      questions.drafts = Drafts(
        command: Drafts.name(["amend", entry.id.description]), diary: diary, desk: world.desk)
      questions.adapted = try WriteQuestions(
        kind: entry.kind, diary: diary, audience: entry.audience
      ).adapting()
      let title = "Changing this \(entry.kind.title)"
      guard let answers = try questions.ask(fields, title: title) else { return nil }
      try options.confirmOpen(diary, world)
      changes = answers
    }
    let input = try ValueReading.object(schema: entry.kind.name) { () throws(CareError) in
      try EntryInput.amending(entry, with: changes) { try? diary.entry($0).id.description }
    }
    let isSame = input.value.rows == entry.value.rows && input.tags == entry.tags
    return isSame ? nil : input
  }

  /// What the entry holds now, by key.
  private func present(_ entry: Entry, _ fields: [Field]) -> [String: [String]] {
    var present: [String: [String]] = [:]
    let rows = entry.value.rows
    for field in fields {
      present[field.key] = rows.first { $0.label == field.label }?.lines
    }
    let tags = EntryInput.explicitTags(of: entry)
    if !tags.isEmpty { present["tags"] = tags }
    return present
  }
}
