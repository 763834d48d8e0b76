import ArgumentParser
import Care
import Glibc
import Vault

/// Makes a new identity in the place of one that somebody may have copied.
struct RenewIdentity: Command {
  static let configuration = CommandConfiguration(
    commandName: "renew", abstract: "Make a new identity, where somebody may have the old one.",
    discussion: """
      A new secret, a new recovery code, and a passphrase for both. What you wrote stays readable to \
      you; what somebody has copied stays readable to them. You and your partner join anew and compare \
      eight words, and what you agreed on begins anew. Without a terminal the passphrase up to now and \
      the new one come from --passphrase-fd, one a line.
      """)

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  func run(in world: World) throws {
    let places = options.places(world)
    let vault = try OpenVault.identify(places)
    // Both passphrases come from one file, line by line.
    var source = options
    let file = try options.openPassphraseFile()
    defer { if let file { close(file) } }
    if let file { source.passphraseFd = source.passphraseFd ?? file }
    if try Identities.areSeveral(named: options.named(world), places) {
      return try finish(source, places, world)
    }
    let old = try options.partner(world)
    let opened = try source.unlocked(old, world)
    let asks = options.mayAsk(world) && !printing.json
    if asks {
      world.console.remark(
        "Your old identity ends here, and its recovery code opens nothing new from then on. What you "
          + "share begins again once you and your partner have compared eight words anew.")
      let questions = Questions(console: world.console, writer: opened.name)
      guard try questions.confirm("Make a new identity?") else {
        return try world.console.say("It stays as it is.")
      }
    }
    let asking = NewPartner(options: source, world: world)
    let partner = opened.latestPartner.flatMap { opened.name(of: $0) }
    let passphrase = try asking.passphrase(
      "\(opened.name), a passphrase for the new one", again: "The same once more",
      knowing: [opened.name] + (partner.map { [$0] } ?? []), source)
    let renewed = try opened.renewIdentity(
      under: passphrase, strength: world.strength, time: world.clock.now().milliseconds)
    // Nobody can use the old session any more; it is not left to its own end.
    try? world.sessions.end(SessionName(vault: vault, partner: old))
    if printing.json {
      try NewPartnerJSON(console: world.console).write(
        renewed.partner, renewed.name, renewed.recovery)
      return try world.console.say()
    }
    try world.console.say("You have a new identity, \(renewed.name).")
    if asks { try asking.offer(renewed.recovery, of: renewed.name) }
    try say(renewed.name, partner, isLinked: !opened.folders.isEmpty, places, world)
  }

  private func say(
    _ name: String, _ partner: String?, isLinked: Bool, _ places: Places, _ world: World
  ) throws {
    let console = world.console
    try console.say(
      "What you wrote before stays readable to you, here and in backups made from now on.")
    try console.say("vesper recovery show gives the new recovery code whenever you like.")
    try console.say(
      "On another device of yours: vesper identity export here, vesper identity import there.")
    if let partner {
      try console.say(
        "To share with \(partner) again: vesper invite\(isLinked ? "" : " DIR"), and compare the words."
      )
      try console.say(
        "Until then, what \(partner) shares is sealed for your old identity.")
    }
    let others = try Identities.partners(places).count > 1
    try console.say("Next: vesper unlock\(others ? " --as \(ShellWord.quoted(name))" : "")")
  }

  /// Ends a renewal that was cut short when both identities stood.
  private func finish(_ source: Options, _ places: Places, _ world: World) throws {
    let passphrase = try source.passphrase("The new passphrase: ", world)
    let found = try Identities.finishRenewal(
      named: options.named(world), places, passphrase: passphrase)
    if printing.json {
      return try world.console.say(JSONText.object(["id": JSONText.string("\(found)")]))
    }
    try world.console.say("Your new identity is in its place; the old one has ended.")
  }
}
