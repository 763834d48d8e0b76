import ArgumentParser
import Care
import Vault

/// A signed statement of one's own withdrawal, and a look at one that somebody gave.
struct AgreeProof: Command {
  static let configuration = CommandConfiguration(
    commandName: "proof",
    abstract: "Write a signed statement that you have withdrawn something.",
    discussion: """
      Whoever has the file can see that you said it; its date is your own word. Nothing proves a yes, \
      to anybody. With --verify it looks at such a file, without opening a vault.
      """)

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Argument(help: "The withdrawal's id, or its first digits; else your newest one.")
  var withdrawal: String?

  @Option(
    help: ArgumentHelp(
      "The file to write, or - for standard output; else it is asked for.", valueName: "file"))
  var output: String?

  @Flag(help: "Write over a file that is there.")
  var force = false

  @Option(
    help: ArgumentHelp(
      "Look at such a file instead, or at standard input for -.", valueName: "file"))
  var verify: String?

  func validate() throws {
    if verify != nil && (output != nil || withdrawal != nil) {
      throw ValidationError("--verify stands alone")
    }
  }

  func run(in world: World) throws {
    if let verify { return try look(at: verify, world) }
    let talk = try Talk(options, world)
    let own = try own(talk.consent)
    let output = try place(world)
    let bytes = try talk.diary.proof(of: own)
    if output == "-" {
      guard printing.json else { return try world.console.write(bytes) }
      return try world.console.say(
        JSONText.object([
          "id": JSONText.string("\(own.id)"),
          "statement": JSONText.string(String(decoding: bytes, as: UTF8.self)),
        ]))
    }
    try OutputFile.write(bytes, to: output, replacing: force)
    try printing.report(
      own.id, "The statement is at \(output)",
      "It is not sealed: whoever has the file can read it, and can show it.",
      "Its date is your own word, and it says so.", to: world.console)
  }

  private func own(_ consent: Consent) throws -> OwnWithdrawal {
    let all = consent.ownWithdrawals
    guard let withdrawal else {
      guard let newest = all.first else {
        throw Failure(
          .missing, "you have withdrawn nothing that could be stated",
          hint: "vesper agree withdraw withdraws, and needs no reason")
      }
      return newest
    }
    let missing = Failure(
      .missing, "no withdrawal of yours has that id",
      hint: "vesper agree withdraw --json prints the id; four digits or more")
    return try FirstDigits.find(
      withdrawal, among: all, id: { $0.id.description }, missing: missing)
  }

  /// Where the statement goes: what was named, else what is answered.
  private func place(_ world: World) throws -> String {
    if let output { return output }
    let usual = "statement.txt"
    guard options.mayAsk(world) else {
      throw Failure(.usage, "say where the statement goes", hint: "as in --output \(usual)")
    }
    let questions = Questions(console: world.console, writer: nil)
    guard let typed = try questions.askLine("Write it to which file? Enter: \(usual)") else {
      throw VaultError.interrupted
    }
    return typed.isEmpty ? usual : typed
  }

  private func look(at file: String, _ world: World) throws {
    let console = world.console
    guard let statement = Diary.genuineStatement(try console.contents(of: file, limit: 65_536))
    else {
      throw Failure(
        .damaged, "this is no genuine statement of a withdrawal",
        hint: "ask for the file as it was written; one changed sign is enough")
    }
    if printing.json {
      let withdrawal = statement.withdrawal
      return try console.say(
        JSONText.object([
          "partner": JSONText.string("\(statement.partner)"),
          "agreement": withdrawal.agreement.map { JSONText.string("\($0)") } ?? "null",
          "items": withdrawal.items.map { items in
            JSONText.array(items.sorted().map { JSONText.string("\($0)") })
          } ?? "null",
          "date": JSONText.string(statement.date),
          "record": JSONText.string("\(statement.record)"),
        ]))
    }
    try console.say("A genuine statement by the partner")
    try console.say("  \(statement.partner)")
    try console.say("who has withdrawn \(statement.words).")
    try console.say("The date \(statement.date) is that partner's own word.")
    try console.say("It says nothing of any yes, and nothing here tells whose id this is.")
  }
}
