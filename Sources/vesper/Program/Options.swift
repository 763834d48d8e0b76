import ArgumentParser
import Care
import Vault

/// What every command understands.
struct Options: ParsableArguments {
  @Option(help: "The vault directory (else VESPER_VAULT, else the usual place).")
  var vault: String?

  @Option(name: .customLong("as"), help: "Who is at the keyboard (else VESPER_AS).")
  var name: String?

  @Option(help: "Read the passphrase from this file descriptor, one line.")
  var passphraseFd: Int32?

  @Option(help: "Read the passphrase from the first line of this file.")
  var passphraseFile: String?

  @Flag(help: "Never ask anything.")
  var noInput = false

  func places(_ world: World) -> Places {
    let named = vault ?? world.environment["VESPER_VAULT"].flatMap { $0.isEmpty ? nil : $0 }
    return Places(vault: named, environment: world.environment)
  }

  func partner(_ world: World) throws -> PartnerID {
    let places = places(world)
    _ = try OpenVault.identify(places)
    let named = name ?? world.environment["VESPER_AS"].flatMap { $0.isEmpty ? nil : $0 }
    return try Identities.choose(named: named, places)
  }

  /// Whether a question may be asked.
  func mayAsk(_ world: World) -> Bool { !noInput && world.console.isInteractive }
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
