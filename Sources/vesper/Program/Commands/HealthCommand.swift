import ArgumentParser
import Care
import Vault

/// Health, as far as it bears on what was agreed.
struct HealthCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "health", abstract: "Say that something has changed.",
    discussion: "What has changed is for you alone.", subcommands: [HealthChanged.self])
}

/// Keeps what changed for its owner; whatever was agreed begins anew.
struct HealthChanged: Command {
  static let configuration = CommandConfiguration(
    commandName: "changed",
    abstract: "Note a flare, a medicine, a procedure, for yourself.",
    discussion: """
      What changed is for you alone. Where two have agreed on something, it begins anew for both, and \
      nothing says why. Answer the questions, or give one JSON object (vesper schema health) with --file.
      """)

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Option(help: "Read it from this file, or from standard input for -.")
  var file: String?

  @Option(
    help: ArgumentHelp("The day it is about: YYYY-MM-DD, today, yesterday, 3d.", valueName: "day"))
  var on: String?

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let about = try on.map { try CivilDate($0, today: diary.today) }
    let source = ValueSource(options: options, file: file)
    let input = try source.read(HealthChange.self, title: "A change in health", diary, world) { _ in
      EntryInput.questions(of: HealthChange.self)
    }
    guard let input else {
      return try world.console.say("Nothing was answered, so nothing is kept.")
    }
    let id = try diary.healthChanged(input, about: about)
    let kept = "Kept, for you alone. \(id.description.prefix(8))"
    if diary.other == nil { return try printing.report(id, kept, to: world.console) }
    try printing.report(
      id, kept, "What was agreed begins anew, for both of you: vesper agree renew",
      to: world.console)
  }
}
