import ArgumentParser
import Care
import Vault

/// Answers a partner's invitation: makes an identity and a vault on this device, or uses the one here.
struct Join: Command {
  static let configuration = CommandConfiguration(
    commandName: "join", abstract: "Answer your partner's invitation.",
    discussion: """
      It makes a vault of your own on this device; nothing is shared before you have both compared \
      eight words. Without a terminal: vesper join DIR --file - --passphrase-fd 3, with \
      {"partners": [{"name": "Noor"}]} on standard input.
      """)

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @OptionGroup var carried: CarriedFolder

  @Option(help: "Read your name from this file, or from standard input for -.")
  var file: String?

  func run(in world: World) throws {
    do throws(VaultError) {
      _ = try OpenVault.identify(options.places(world))
    } catch .noVault {
      guard let folder = carried.named else {
        throw Failure(
          .usage, "say which folder the invitation is in", hint: "as in vesper join ~/Between")
      }
      return try makeVault(folder, world)
    }
    let vault = try options.openVault(world)
    let folder = try carried.path(vault)
    try carried.link(folder, vault)
    try vault.answerInvitation(in: folder)
    guard printing.json else { return try sayNext(folder, world) }
    try world.console.say(JSONText.object(["stage": JSONText.string("opening")]))
  }

  private func makeVault(_ folder: String, _ world: World) throws {
    let places = options.places(world)
    let invitation = try FoundInvitation(in: folder)
    let founding = try creating {
      try Founding(
        at: places, strength: world.strength, time: world.clock.now().milliseconds,
        of: invitation.vault)
    }
    let asking = NewPartner(options: options, world: world)
    let name = try name(asking, world)
    let founder = try asking.founder(name, among: [name], options)
    let vault = try found(founding, founder, invitation)
    try carried.link(folder, vault)
    let code = try vault.recoveryCode()
    if printing.json {
      try world.console.write(Array("{\"vault\":\"\(invitation.vault)\",\"partners\":[".utf8))
      try NewPartnerJSON(console: world.console).write(
        vault.partner, vault.name, code)
      return try world.console.say("]}")
    }
    try world.console.say("Your vault is ready at \(places.vault)")
    if options.mayAsk(world) { try asking.offer(code, of: vault.name) }
    try world.console.say("vesper recovery show gives a recovery code whenever you like.")
    try sayNext(folder, world)
  }

  private func name(_ asking: NewPartner, _ world: World) throws -> String {
    if let name = try asking.namesGiven(file, most: 1)?.first {
      guard PartnerName.isUsable(name) else { throw VaultError.unusableName }
      return name
    }
    world.console.remark(
      "There is an invitation here. This makes a place of your own that only you can read.")
    guard let name = try asking.name("What are you called?", besides: nil) else {
      throw VaultError.interrupted
    }
    world.console.remark(
      "A passphrase opens it. It does not show as you type, and nobody can reset it.")
    return name
  }

  private func found(
    _ founding: consuming Founding, _ founder: borrowing Founder, _ invitation: FoundInvitation
  ) throws -> OpenVault {
    do { return try founding.found(founder, answering: invitation) } catch {
      return try creating { throw error }
    }
  }

  private func sayNext(_ folder: String, _ world: World) throws {
    try world.console.say("Your answer is in \(folder). It holds no name and no date.")
    try world.console.say(
      "When your partner has run vesper accept and the folder is up to date, run vesper accept here."
    )
  }
}
