import ArgumentParser
import Care
import FoundationEssentials
import Vault

/// Keeps what one thinks of each item, alone, before anything is compared.
struct AgreeMark: Command {
  static let configuration = CommandConfiguration(
    commandName: "mark",
    abstract: "Think an agreement over, alone: yes, maybe or not now.",
    discussion: """
      What you mark is for you alone. It is no answer; vesper agree grant --marked makes one of what \
      you marked yes, and of nothing else.
      """)

  @OptionGroup var options: Options
  @OptionGroup var which: WhichAgreement
  @OptionGroup var printing: Printing

  @Option(help: "Read one JSON object (vesper schema marks) from this file, or from - .")
  var file: String?

  func run(in world: World) throws {
    let talk = try Talk(options, world)
    let view = try talk.looking { try which.one(of: $0, talk.diary) }
    let console = world.console
    let json: [UInt8]
    if let given = try options.given(file, limit: EntryInput.largestInput, world) {
      json = given
    } else {
      var questions = Questions(for: talk.diary, on: console)
      questions.drafts = Drafts(
        command: Drafts.name(["agree mark", "\(view.revision)"]), diary: talk.diary,
        desk: world.desk)
      guard let answers = try asked(view, questions) else {
        return try console.say("Nothing was answered, so nothing is kept.")
      }
      try options.confirmOpen(talk.diary, world)
      json = answers
    }
    let given = ["agreement": "\(view.agreement)", "revision": "\(view.revision)"]
    let input = try ValueReading.object(schema: AgreementMarks.name) { () throws(CareError) in
      try EntryInput.decode(json, as: AgreementMarks.self, given: given)
    }
    let id = try talk.diary.mark(input, on: view)
    try printing.report(
      id, "Kept, for you alone. \(id.description.prefix(8))",
      "Nothing is answered by it. vesper agree grant --marked answers with what you marked yes.",
      AgreementView.reminder, to: console)
  }

  /// One question an item, and one for whatever else there is; `nil` where no item was marked.
  private func asked(_ view: AgreementView, _ questions: Questions) throws -> [UInt8]? {
    let choice = Field.Shape.choice(of: AgreementMarks.Mark.self)
    let fields = view.items.enumerated().map { index, item in
      Field("\(index)", choice, prompt: "\(item.what): yes, maybe or not now?")
    }
    let thought = AgreementMarks.fields.filter { $0.key == "thought" }
    guard
      let json = try questions.ask(fields + thought, title: "What you think of it, for you alone"),
      let answers = try? JSONDecoder().decode([String: String].self, from: Data(json))
    else { return nil }
    let marks = view.items.enumerated().compactMap { index, item in
      answers["\(index)"].map { mark in
        JSONText.object([
          "item": JSONText.string(item.id.description), "mark": JSONText.string(mark),
        ])
      }
    }
    guard !marks.isEmpty else { return nil }
    let more = answers["thought"].map { ",\"thought\":\(JSONText.string($0))" } ?? ""
    return Array("{\"marks\":\(JSONText.array(marks))\(more)}".utf8)
  }
}
