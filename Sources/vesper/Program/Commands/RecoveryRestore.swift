import ArgumentParser
import Care
import Vault

/// Brings an identity back from its recovery code.
struct RecoveryRestore: Command {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Come back with your recovery code.",
    discussion: """
      For a forgotten passphrase, or a device that has only a copy of the vault or the shared \
      folder: --from says where that is. It asks for the code, for your name and a new passphrase; \
      without a terminal they come from --code-file, --as and --passphrase-fd.
      """)

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing
  @OptionGroup var source: CodeSource

  @Option(
    help: ArgumentHelp(
      "Copy what is missing from this vault or shared folder.", valueName: "dir"))
  var from: String?

  @Option(
    help: ArgumentHelp(
      "What your partner is called, where you have shared entries.", valueName: "name"))
  var partner: String?

  func run(in world: World) throws {
    let places = options.places(world)
    if from == nil { _ = try OpenVault.identify(places) }
    let restoring = try Restoring(source.read(options, world), from: from, at: places)
    let asked = restoring.asksForOther
    let name = try ownName(world)
    let other = asked ? try partner ?? otherName(world) : nil
    for name in [name] + (other.map { [$0] } ?? []) where !PartnerName.isUsable(name) {
      throw VaultError.unusableName
    }
    let (vault, id) = (restoring.vault, restoring.partner)
    let passphrase = try options.withPassphraseLines { options in
      try NewPartner(options: options, world: world).passphrase(
        "\(name), a new passphrase", again: "The same once more",
        knowing: [name], options)
    }
    let outcome = try restoring.carryOut(
      named: name, under: passphrase, other: other,
      strength: world.strength, time: world.clock.now().milliseconds)
    if printing.json {
      return try world.console.say(
        JSONText.object([
          "vault": JSONText.string(vault.description), "id": JSONText.string(id.description),
          "copied": "\(outcome.copied)", "partner": outcome.other.map(JSONText.string) ?? "null",
          "continues": "\(outcome.continues)",
        ]))
    }
    try report(outcome, asked, name, world)
  }

  private func ownName(_ world: World) throws -> String {
    if let name = options.named(world) { return name }
    guard options.mayAsk(world) else {
      throw Failure(
        .usage, "say what you are called",
        hint: "add --as NAME, and --partner NAME where you have shared entries")
    }
    let questions = Questions(console: world.console, writer: nil)
    // An Enter too many after the code is no name, and no reason to have it typed again.
    while let name = try questions.askLine("What are you called?") {
      if !name.isEmpty { return name }
    }
    throw VaultError.interrupted
  }

  /// What the other is called; `nil` where nothing is to be shared any more.
  private func otherName(_ world: World) throws -> String? {
    guard options.mayAsk(world) else { return nil }
    let questions = Questions(console: world.console, writer: nil)
    let typed = try questions.askLine(
      "You have shared entries with somebody. What are they called? (Enter to share nothing from here on)"
    )
    guard let typed else { throw VaultError.interrupted }
    return typed.isEmpty ? nil : typed
  }

  private func report(
    _ outcome: Restoring.Outcome, _ asked: Bool, _ name: String, _ world: World
  ) throws {
    let console = world.console
    if outcome.copied > 0 {
      try console.say(
        "\(outcome.copied) \(outcome.copied == 1 ? "file was" : "files were") copied.")
    }
    if outcome.continues {
      try console.say("You are back, and this device goes on as before.")
    } else {
      try console.say(
        "You are back. What was written elsewhere is read here; new entries begin a log of their own."
      )
    }
    if asked {
      try console.say(
        outcome.other.map { "What you share goes to \($0), for whom your own shared log was made." }
          ?? "Nobody is known here as your partner, so what you shared cannot be verified and nothing is active."
      )
    }
    let others = try Identities.partners(options.places(world)).count > 1
    try console.say("Next: vesper unlock\(others ? " --as \(ShellWord.quoted(name))" : "")")
  }
}
