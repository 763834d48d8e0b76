import ArgumentParser
import Vault

/// Lays out an invitation for the partner's own device.
struct Invite: Command {
  static let configuration = CommandConfiguration(
    commandName: "invite", abstract: "Invite your partner, who has a device of their own.",
    discussion: """
      It goes into a folder that something else carries between your devices. Nothing in it names \
      you. Your partner runs vesper join there; then both of you run vesper accept and compare \
      eight words aloud.
      """)

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @OptionGroup var carried: CarriedFolder

  @Flag(help: "Begin anew, whatever is going on; all words seen so far are over.")
  var again = false

  @Flag(help: "Take the invitation back.")
  var stop = false

  func validate() throws {
    if again && stop { throw ValidationError("choose --again or --stop, not both") }
  }

  func run(in world: World) throws {
    let vault = try options.openVault(world)
    let folder = try carried.path(vault)
    if stop {
      try vault.endJoining(through: folder)
      return try say("stopped", "Taken back. vesper invite begins anew.", world)
    }
    try carried.link(folder, vault)
    try vault.invite(through: folder, anew: again)
    try say("answer", "The invitation is in \(folder). It holds no name and no date.", world)
    guard !printing.json else { return }
    try world.console.say(
      "On your partner's device, once it is there: vesper join DIR, with its place there.")
    try world.console.say("When that has come back: vesper accept")
  }

  private func say(_ stage: String, _ words: String, _ world: World) throws {
    try world.console.say(
      printing.json ? JSONText.object(["stage": JSONText.string(stage)]) : words)
  }
}
