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

  @Argument(help: ArgumentHelp("The folder with the invitation in it.", valueName: "dir"))
  var folder: String

  @Option(help: "Read your name from this file, or from standard input for -.")
  var file: String?

  func run(in world: World) throws {
    do throws(VaultError) {
      _ = try OpenVault.identify(options.places(world))
    } catch .noVault {
      return try makeVault(world)
    }
    let vault = try options.openVault(world)
    try vault.answerInvitation(in: folder)
    guard printing.json else { return try sayNext(world) }
    try world.console.say(JSONText.object(["stage": JSONText.string("opening")]))
  }

  private func makeVault(_ world: World) throws {
    let places = options.places(world)
    let invitation = try FoundInvitation(in: folder)
    let founding = try creating {
      try Founding(
        at: places, strength: world.strength, time: world.clock.now().milliseconds,
        of: invitation.vault)
    }
    let asking = NewPartner(options: options, world: world)
    let founder = try asking.founder(try name(asking, world), options)
    let founded = try found(founding, founder, invitation)
    if printing.json {
      try world.console.write(Array("{\"vault\":\"\(invitation.vault)\",\"partners\":[".utf8))
      try NewPartnerJSON(console: world.console).write(
        founded.partner, founded.name, founded.recovery)
      return try world.console.say("]}")
    }
    try world.console.say("Your vault is ready at \(places.vault)")
    if options.mayAsk(world) { try asking.offer(founded.recovery, of: founded.name) }
    try world.console.say("vesper recovery show gives a recovery code whenever you like.")
    try sayNext(world)
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
  ) throws -> Founded {
    do { return try founding.found(founder, answering: invitation) } catch {
      return try creating { throw error }
    }
  }

  private func sayNext(_ world: World) throws {
    try world.console.say("Your answer is in \(folder). It holds no name and no date.")
    try world.console.say(
      "When your partner has run vesper accept and the folder is up to date, run vesper accept here."
    )
  }
}
