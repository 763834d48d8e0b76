import ArgumentParser
import Care
import Vault

/// What every command understands.
struct Options: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The vault directory (else VESPER_VAULT, else the usual place).", valueName: "dir"))
  var vault: String?

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp("Who is at the keyboard (else VESPER_AS).", valueName: "name"))
  var name: String?

  @Option(
    help: ArgumentHelp("Read the passphrase from this file descriptor, one line.", valueName: "n"))
  var passphraseFd: Int32?

  @Option(
    help: ArgumentHelp("Read the passphrase from this file, one line.", valueName: "file"))
  var passphraseFile: String?

  @Flag(help: "Never ask anything.")
  var noInput = false

  @Flag(help: "For screen readers: line by line, no screen of its own, one fact a line.")
  var plain = false

  func validate() throws {
    // As when a script's variable is empty: the root of the file system is never meant.
    if vault?.isEmpty == true { throw ValidationError("--vault takes a directory") }
    if passphraseFd.map({ $0 < 0 }) == true {
      throw ValidationError("--passphrase-fd takes a number from 0")
    }
  }

  func places(_ world: World) -> Places { world.places(vault: vault) }

  /// The partner a command is for: the one named, or the only one on this device.
  func partner(_ world: World) throws -> PartnerID {
    let places = places(world)
    _ = try OpenVault.identify(places)
    return try Identities.choose(named: named(world), places)
  }

  /// The partner that was named; every partner on this device where none was.
  func partners(_ world: World) throws -> [PartnerID] {
    named(world) == nil ? try Identities.partners(places(world)) : [try partner(world)]
  }

  /// Who is named to be at the keyboard.
  func named(_ world: World) -> String? {
    name ?? world.environment["VESPER_AS"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Whether a question may be asked.
  func mayAsk(_ world: World) -> Bool { !noInput && world.console.isInteractive }

  /// Whether a passphrase may be asked, whatever comes in on standard input: a person who pipes a
  /// journal in sits at the terminal too.
  func mayAskPassphrase(_ world: World) -> Bool { !noInput && world.console.isWatched }

  /// The bytes of a file that was named, or of standard input; `nil` where questions are to be asked.
  ///
  /// - Throws: usage where `--no-input` stands and only a person could answer.
  func given(_ file: String?, limit: Int, _ world: World) throws -> [UInt8]? {
    guard let file = file ?? (mayAsk(world) ? nil : "-") else { return nil }
    if file == "-", noInput, world.console.hasTerminalInput {
      throw Failure(
        .usage, "there is nothing to read, and --no-input forbids to ask",
        hint: "give it with --file F, or on standard input")
    }
    return try world.console.contents(of: file, limit: limit)
  }
}

/// Reading commands can print one JSON document instead of lines.
struct Printing: ParsableArguments {
  @Flag(help: "Print one JSON document.")
  var json = false
}

/// Who an entry is for.
struct AudienceOptions: ParsableArguments {
  @Flag(name: .customLong("me"), help: "For you alone.")
  var mine = false

  @Flag(name: .customLong("us"), help: "For both of you.")
  var ours = false

  func validate() throws {
    if mine && ours { throw ValidationError("choose --me or --us, not both") }
  }

  var asked: Audience? { mine ? .private : ours ? .shared : nil }
}
