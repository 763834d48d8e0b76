import ArgumentParser
import Vault

/// Puts the identity under a new passphrase.
struct PassphraseCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "passphrase", abstract: "Choose a new passphrase.",
    discussion: """
      The old one is asked first, then the new one twice. --passphrase-fd and --passphrase-file \
      give the old one and the new one, a line each. A copy of the old identity file opens with \
      the old passphrase as before.
      """)

  @OptionGroup var options: Options

  func run(in world: World) throws {
    let places = options.places(world)
    let partner = try options.partner(world)
    try options.withPassphraseLines { options in
      let whose = options.named(world).map { "\($0), your" } ?? "Your"
      let old = try options.passphrase("\(whose) passphrase up to now: ", world)
      // Before a new one is chosen, so that nobody chooses in vain.
      let identity = try Identities.open(partner, places, passphrase: old)
      var names = [identity.name]
      // What is wrong with a vault keeps nobody from a new passphrase.
      if let vault = try? OpenVault(places, as: identity, randomness: world.strength.randomness) {
        names += vault.other.map { [$0.name] } ?? []
      }
      let new = try NewPartner(options: options, world: world).passphrase(
        "A new one", again: "The same once more", knowing: names, options)
      try Identities.rewrap(partner, places, from: old, to: new, strength: world.strength)
    }
    try world.console.say("Changed. An open session stays open; vesper lock closes it.")
    try world.console.say(
      "This does not shut out anybody who copied the identity file before, or who has the recovery code: they read what they could read."
    )
  }
}
