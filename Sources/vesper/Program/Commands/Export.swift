import ArgumentParser
import Care
import Glibc
import Vault

/// Writes entries to ordinary files.
struct Export: Command {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write your entries to files that any program can read.",
    discussion: """
      The directory gets your entries as JSON Lines, a JSON Schema, and a page that explains both; \
      - writes the lines alone to standard output. What is exported is not sealed.
      """)

  @OptionGroup var options: Options

  @Option(
    help: ArgumentHelp(
      "The directory to write, or - for standard output; else it is asked for.",
      valueName: "dir"))
  var output: String?

  @Flag(help: "Also what your partner has shared with you.")
  var both = false

  @Flag(help: "Write over files that are there.")
  var force = false

  static let files = ["entries.jsonl", "schema.json", "README.md"]

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let output = try place(world)
    guard output != "-" else {
      let isPage = world.console.hasTerminalOutput
      try note(
        diary.export(includingOther: both) { lines in
          try world.console.write(
            isPage
              ? Array(JSONText.visible(String(decoding: lines, as: UTF8.self)).utf8) : lines)
        }, world)
      return
    }
    let exported = try write(of: diary, to: output)
    note(exported, world)
    let count = exported.lines
    try world.console.say(
      "\(count) \(count == 1 ? "entry is" : "entries are") in \(output), with a page that explains them."
    )
    try world.console.say("They are not sealed: whoever has the files can read them.")
  }

  /// Says what an export lacks.
  private func note(_ exported: Diary.Exported, _ world: World) {
    if exported.unknown > 0 {
      world.console.remark("note: some entries were written by a newer Vesper and are not in it")
    }
    if exported.hasUnreadable {
      world.console.remark("note: some records could not be read; vesper check tells more")
    }
  }

  /// The entries come last: where they are, everything is.
  private func write(of diary: Diary, to folder: String) throws -> Diary.Exported {
    if mkdir(folder, 0o700) != 0 {
      let reason = errno
      guard reason == EEXIST else {
        throw Failure(
          .cannotCreate, "\(folder) could not be made: \(systemReason(reason))",
          hint: "check the path and who may write there")
      }
      for name in Export.files where !force && access("\(folder)/\(name)", F_OK) == 0 {
        throw Failure(
          .cannotCreate, "\(folder)/\(name) is there already",
          hint: "choose another name, or add --force")
      }
    }
    try OutputFile.write(
      Array(ExportPage.text.utf8), to: "\(folder)/README.md", replacing: force)
    try OutputFile.write(
      Array(JSONSchema.exportLine().utf8), to: "\(folder)/schema.json", replacing: force)
    var exported = Diary.Exported()
    try OutputFile.write(to: "\(folder)/entries.jsonl", replacing: force) {
      file throws(Failure) in
      do {
        exported = try diary.export(includingOther: both) { try Console.write($0, to: file) }
      } catch { throw Failure(error) }
    }
    return exported
  }

  private func place(_ world: World) throws -> String {
    if let output { return output }
    guard options.mayAsk(world) else {
      throw Failure(.usage, "say where the entries go", hint: "as in --output vesper-export")
    }
    let questions = Questions(console: world.console, writer: nil)
    guard let typed = try questions.askLine("Write them to which directory? Enter: vesper-export")
    else { throw VaultError.interrupted }
    return typed.isEmpty ? "vesper-export" : typed
  }
}
