import ArgumentParser

/// One's identity: on its way to another device, or made anew.
struct IdentityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identity",
    abstract: "Carry your identity to another device of yours, or make a new one.",
    subcommands: [ExportIdentity.self, ImportIdentity.self, RenewIdentity.self])
}
