import ArgumentParser
import Care

/// The root of all commands.
struct Vesper: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vesper",
    abstract: "A private, encrypted record for one or two people, at your own pace.",
    version: "0.1.0",
    groupedSubcommands: [
      CommandGroup(
        name: "Vault:",
        subcommands: [
          Init.self, Unlock.self, Lock.self, Status.self, Check.self, PassphraseCommand.self,
          Backup.self, Restore.self, ExposureCommand.self, Export.self,
          Recovery.self, IdentityCommand.self, Import.self, ConfigCommand.self,
        ]),
      CommandGroup(
        name: "Two devices:",
        subcommands: [
          Link.self, Sync.self, Invite.self, Join.self, Accept.self, Share.self, Leave.self,
        ]),
      CommandGroup(name: "Write:", subcommands: writing),
      CommandGroup(
        name: "Together:",
        subcommands: [
          Today.self, Agree.self, AskCommand.self, RepairCommand.self, ClosenessCommand.self,
          RestCommand.self, TurnCommand.self, RitualCommand.self, GoalCommand.self, CalCommand.self,
          Comfort.self, Starter.self,
        ]),
      CommandGroup(name: "Health:", subcommands: [HealthCommand.self]),
      CommandGroup(
        name: "Read:",
        subcommands: [List.self, Show.self, Search.self, Amend.self, Forget.self]),
      CommandGroup(name: "Visit:", subcommands: [VisitCommand.self]),
      CommandGroup(name: "Other:", subcommands: [Schema.self, Resources.self]),
    ])

  /// One write command for every kind that has one, made from the kind's own table.
  static let writing: [any ParsableCommand.Type] = Kinds.all.filter { $0.hasCommand }
    .map { writer(for: $0) }

  /// The commands that people might give their words to on the command line.
  static let takesWords = Set(Kinds.all.filter { $0.hasCommand }.map { $0.command })
    .union(["search", "ask", "repair", "closeness", "ritual", "goal", "cal", "amend", "starter"])

  private static func writer<Kind: EntryKind>(for kind: Kind.Type) -> any ParsableCommand.Type {
    Write<Kind>.self
  }
}
