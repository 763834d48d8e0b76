import ArgumentParser

/// One's identity, on its way to another device.
struct IdentityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identity", abstract: "Carry your identity to another device of yours.",
    subcommands: [ExportIdentity.self, ImportIdentity.self])
}
