import ArgumentParser
import Care
import Vault

/// Takes in what another program has kept, or another vault.
struct Import: Command {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take in a journal kept elsewhere, for yourself.",
    discussion: """
      jrnl --export json | vesper import --from jrnl
      vesper import --from vesper --file vesper-export/entries.jsonl
      What is here already is not taken twice. A damaged file is refused whole.
      """)

  enum Source: String, ExpressibleByArgument, CaseIterable {
    case jrnl, vesper
  }

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Option(help: "The program it comes from: jrnl or vesper.")
  var from: Source

  @Option(help: "Read it from this file, or from standard input for -.")
  var file: String?

  @Option(
    help: ArgumentHelp(
      "With --from vesper: what you are called there, where it is another name.",
      valueName: "name"))
  var by: String?

  @Flag(help: "Only show what would come in.")
  var dryRun = false

  func run(in world: World) throws {
    let diary = try options.diary(world)
    guard let bytes = try options.given(file, limit: JrnlExport.largestFile, world) else {
      throw Failure(
        .usage, "say which file to take in",
        hint: "jrnl --export json --file journal.json makes one",
        "then vesper import --from jrnl --file journal.json")
    }
    let entries = try read(bytes, diary, world)
    let outcome = try diary.take(entries, isTrial: dryRun)
    if printing.json {
      return try world.console.say(
        JSONText.object(["added": "\(outcome.added.count)", "known": "\(outcome.known)"]))
    }
    for entry in dryRun ? outcome.added : [] {
      let head = "\(entry.about) \(type(of: entry.value).title): "
      try world.console.say(
        head + Wrapping.cut(entry.value.line, width: world.console.width - head.count))
    }
    let verb = dryRun ? "would come in" : "came in"
    let count = outcome.added.count
    try world.console.say(
      "\(count) \(count == 1 ? "entry" : "entries") \(verb), for you alone; \(outcome.known) were here already."
    )
  }

  private func read(_ bytes: [UInt8], _ diary: Diary, _ world: World) throws -> [ImportedEntry] {
    do {
      switch from {
      case .jrnl: return try JrnlExport(bytes).imported { OpenVault.digest($0) }
      case .vesper:
        let found = try VesperExport(bytes).imported(by: by ?? diary.name)
        if found.byOthers > 0 {
          world.console.remark(
            "note: \(found.byOthers) by somebody else are left out; --by NAME says what you were called"
          )
        }
        if found.onlyShared > 0 {
          world.console.remark(
            "note: \(found.onlyShared) are of kinds that are only ever for two, and are left out")
        }
        return found.entries
      }
    } catch {
      let failure = Failure(error)
      guard failure.hints.isEmpty else { throw failure }
      throw Failure(
        failure.code, failure.sentence, hint: "nothing was imported; export once more, or mend it")
    }
  }
}
