import ArgumentParser
import Vault

/// Shows the code that stands in for the passphrase.
struct Recovery: Command {
  static let configuration = CommandConfiguration(
    commandName: "recovery", abstract: "Show your recovery code.",
    discussion: """
      The code is the identity itself: whoever has it can read everything you can. A paper at home \
      may be found; leave it out if that is a worry. The passphrase is asked each time.
      """)

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  func run(in world: World) throws {
    let vault = try options.unlocked(try options.partner(world), world)
    let code = try vault.recoveryCode()
    let console = world.console
    if printing.json { try console.write(Array("{\"recovery\":\"".utf8)) }
    try code.write(to: console.output)
    try console.say(printing.json ? "\"}" : "")
    if !printing.json, console.hasTerminalOutput, options.mayAsk(world) {
      try Questions(console: console, writer: nil).awayWithIt()
    }
  }
}
