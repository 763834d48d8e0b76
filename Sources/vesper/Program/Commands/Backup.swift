import ArgumentParser
import Care
import Vault

/// Copies everything that is one partner's to another place.
struct Backup: Command {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy everything of yours to a directory, and verify it.",
    discussion: """
      Your own entries, what your partner has shared, your identity under its passphrase, and what \
      this device remembers: all sealed. Into the same directory again, only what is new is copied. \
      Each of you needs a directory of their own. vesper restore brings it back.
      """)

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Argument(help: "The directory: an empty one, or that of your last backup.")
  var dir: String

  func run(in world: World) throws {
    let vault = try options.openVault(world)
    let outcome = try vault.backUp(to: dir)
    if printing.json {
      try world.console.say(
        JSONText.object([
          "files": "\(outcome.files)", "written": "\(outcome.written)",
          "bytes": "\(outcome.bytes)",
        ]))
    } else {
      try world.console.say(
        "Backed up and read back: \(outcome.files) files, \(outcome.written) of them new.")
      try world.console.say(
        "It is sealed. Whoever has it can guess at your passphrase, so keep it as you keep the device."
      )
    }
    guard outcome.isSound else {
      throw Failure(
        .damaged, "the copy is whole, and not everything in the vault itself holds together",
        hint: "vesper check tells more; keep older backups")
    }
  }
}

/// Brings a backup back.
struct Restore: Command {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Bring a backup back, where there is no vault.",
    discussion: """
      It asks for the passphrase of the day of the backup. With the recovery code instead: vesper \
      recovery restore --from DIR. What you write afterwards begins new logs, since another device \
      may have gone on with the old ones.
      """)

  @OptionGroup var options: Options

  @Argument(help: "The directory of the backup.")
  var dir: String

  func run(in world: World) throws {
    let restoring = try RestoringBackup(from: dir, at: options.places(world))
    let passphrase = try options.passphrase("Passphrase: ", world)
    guard passphrase.byteCount > 0 else {
      throw Failure(
        .locked, "no passphrase was given, so nothing was brought back",
        hint: "begin again whenever you like")
    }
    _ = try restoring.carryOut(
      passphrase, strength: world.strength, time: world.clock.now().milliseconds)
    try world.console.say("It is all back. New entries begin logs of their own.")
    try world.console.say("Next: vesper unlock, then vesper check")
  }
}
