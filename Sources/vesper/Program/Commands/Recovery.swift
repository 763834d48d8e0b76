import ArgumentParser
import Vault

/// The code that stands in for the passphrase.
struct Recovery: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recovery", abstract: "Your recovery code: see it, test it, come back with it.",
    discussion: """
      The code is the identity itself: whoever has it can read everything you can. A paper at home \
      may be found; leave it out if that is a worry.
      """,
    subcommands: [RecoveryShow.self, RecoveryTest.self, RecoveryRestore.self])
}

/// Shows the code, once.
struct RecoveryShow: Command {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show your recovery code.",
    discussion: "The passphrase is asked each time.")

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  func run(in world: World) throws {
    let vault = try options.unlocked(try options.partner(world), world)
    let code = try vault.recoveryCode()
    let console = world.console
    if printing.json {
      try console.write(Array("{\"recovery\":\"".utf8))
      try code.write(to: console.output)
      return try console.say("\"}")
    }
    guard console.hasTerminalOutput, options.mayAsk(world) else {
      return try code.show(on: console)
    }
    try SecretScreen(console).show(code, to: nil)
  }
}

/// Where a typed code comes from.
struct CodeSource: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Read the code from this file, or from standard input for -.", valueName: "file"))
  var codeFile: String?

  /// The code, straight into locked memory.
  func read(_ options: Options, _ world: World) throws -> TypedRecoveryCode {
    let code: TypedRecoveryCode
    if let codeFile, codeFile != "-" {
      let descriptor = try Console.open(codeFile)
      defer { Console.close(descriptor) }
      code = try TypedRecoveryCode.read(from: descriptor)
    } else if codeFile == nil, options.mayAsk(world) {
      code = try SecretScreen(world.console).ask()
    } else {
      if options.noInput, world.console.hasTerminalInput { throw VaultError.noTerminal }
      code = try TypedRecoveryCode.read(from: world.console.input)
    }
    guard !code.isEmpty else {
      throw Failure(
        .usage, "no code was given, so nothing was done",
        hint: "type it when you are asked, or give it with --code-file F")
    }
    return code
  }
}

/// Whether what is on the paper is the code.
struct RecoveryTest: Command {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Type your recovery code, to see whether it is right.",
    discussion: """
      A mistyped group is named by its number. Nothing is changed, and no passphrase is needed.
      """)

  @OptionGroup var options: Options
  @OptionGroup var source: CodeSource

  func run(in world: World) throws {
    let places = options.places(world)
    _ = try OpenVault.identify(places)
    let wanted = options.named(world) == nil ? nil : try options.partner(world)
    let code = try RecoveredIdentity(source.read(options, world))
    let partners = try Identities.partners(places)
    guard partners.contains(code.partner) else { throw VaultError.unknownCode }
    if let wanted, wanted != code.partner {
      throw Failure(
        .missing, "this is a recovery code, and not yours", hint: "check whose paper it is")
    }
    try world.console.say("That is the code. It opens what your passphrase opens.")
  }
}
