import ArgumentParser
import Care
import Vault

/// Takes an identity in from a file that another device of the same partner has made.
struct ImportIdentity: Command {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take your identity in from a file that your other device made.",
    discussion: """
      Where there is no vault yet, an empty one is made; what is in yours comes through the linked \
      folders. Whom you are joined with comes along.
      """)

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Argument(help: "The file.")
  var file: String

  func run(in world: World) throws {
    let places = options.places(world)
    let bytes = try world.console.contents(of: file, limit: 1_114_112)
    let passphrase = try options.passphrase("The file's passphrase: ", world)
    let export = try IdentityExport(bytes, passphrase: passphrase)
    let time = world.clock.now().milliseconds
    var isNew = false
    do throws(VaultError) {
      _ = try OpenVault.identify(places)
    } catch .noVault { isNew = true }
    if isNew {
      let founding = try creating {
        try Founding(at: places, strength: world.strength, time: time, of: export.vault)
      }
      try founding.found(export)
    } else {
      try Founding.add(export, to: places, strength: world.strength, time: time)
    }
    if printing.json {
      return try world.console.say(
        JSONText.object([
          "vault": JSONText.string(export.vault.description),
          "id": JSONText.string(export.partner.description),
          "name": JSONText.string(export.name),
        ]))
    }
    try world.console.say("You are here too, \(export.name), with the file's passphrase.")
    try world.console.say("Delete the file now; nothing needs it any more.")
    // What was written elsewhere comes through folders alone, and nothing is linked on a new device.
    try world.console.say(
      "Next: vesper unlock, then vesper link --own DIR for what is yours alone, and vesper link DIR for what is for both."
    )
  }
}
