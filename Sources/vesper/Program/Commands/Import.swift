import ArgumentParser
import Care
import Vault

/// Takes in what another program has kept.
struct Import: Command {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take in a journal kept elsewhere, for yourself.",
    discussion: """
      jrnl --export json | vesper import --from jrnl
      What is here already is not taken twice. A damaged file is refused whole.
      """)

  enum Source: String, ExpressibleByArgument, CaseIterable {
    case jrnl
  }

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Option(help: "The program it comes from.")
  var from: Source

  @Option(help: "Read it from this file, or from standard input for -.")
  var file: String?

  @Flag(help: "Only say what would come in.")
  var dryRun = false

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let limit = JrnlExport.largestFile
    guard let bytes = try options.given(file, limit: limit, world) else {
      throw Failure(
        .usage, "say which file to take in",
        hint: "jrnl --export json --file journal.json makes one",
        "then vesper import --from jrnl --file journal.json")
    }
    let entries: [ImportedEntry]
    do {
      entries = try JrnlExport(bytes).imported { OpenVault.digest($0) }
    } catch {
      let failure = Failure(error)
      guard failure.hints.isEmpty else { throw failure }
      throw Failure(
        failure.code, failure.sentence,
        hint: "nothing was imported; jrnl --export json makes a file that fits")
    }
    let outcome = try diary.take(entries, isTrial: dryRun)
    if printing.json {
      return try world.console.say(
        JSONText.object(["added": "\(outcome.added)", "known": "\(outcome.known)"]))
    }
    let verb = dryRun ? "would come in" : "came in"
    try world.console.say(
      "\(outcome.added) \(outcome.added == 1 ? "entry" : "entries") \(verb), for you alone; \(outcome.known) were here already."
    )
  }
}
