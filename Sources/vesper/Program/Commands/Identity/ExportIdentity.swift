import ArgumentParser
import Care
import Glibc
import Vault

/// Seals the identity into a file for another device of the same partner.
struct ExportIdentity: Command {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Seal your identity into a file for another device of yours.",
    discussion: """
      The file opens with your passphrase, or with one of its own (--new-passphrase). Whoever has \
      both can read everything you can: carry it yourself, and delete it when it has arrived. Nothing \
      you wrote is in it.
      """)

  @OptionGroup var options: Options

  @Option(help: "The file to write.")
  var output: String

  @Flag(help: "Choose another passphrase for the file.")
  var newPassphrase = false

  @Flag(help: "Replace a file that is there.")
  var force = false

  func run(in world: World) throws {
    let partner = try options.partner(world)
    let places = options.places(world)
    // Asked each time, whatever session is open. Both passphrases come from one file, line by line.
    var source = options
    let file = try options.openPassphraseFile()
    defer { if let file { close(file) } }
    if let file { source.passphraseFd = source.passphraseFd ?? file }
    let asking = NewPartner(options: source, world: world)
    let passphrase = try source.passphrase("Passphrase: ", world)
    let vault = try OpenVault(
      places, as: try Identities.open(partner, places, passphrase: passphrase),
      randomness: world.strength.randomness)
    let bytes =
      newPassphrase
      ? try vault.exportIdentity(
        under: asking.passphrase(
          "A passphrase for the file", again: "The same once more",
          knowing: [vault.name] + (vault.other.map { [$0.name] } ?? []), source),
        strength: world.strength)
      : try vault.exportIdentity(under: passphrase, strength: world.strength)
    try OutputFile.write(bytes, to: output, replacing: force)
    try world.console.say("Sealed into \(output).")
    try world.console.say(
      "On your other device: vesper identity import FILE. Then delete the file.")
  }
}
