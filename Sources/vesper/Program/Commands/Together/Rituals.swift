import ArgumentParser
import Care
import Vault

/// Small things that are repeated.
struct RitualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ritual", abstract: "Small rituals, each with a short form.",
    discussion: "Done, short form and rested count the same.",
    subcommands: [
      ShowShelf<Ritual>.self, Add<Ritual>.self, RitualMark.self, Retire<Ritual>.self,
    ], defaultSubcommand: ShowShelf<Ritual>.self)
}

struct RitualMark: Command {
  static let configuration = CommandConfiguration(
    commandName: "mark", abstract: "Say how a ritual was: done, short or rested.",
    discussion: "All three count the same.")

  enum How: String, ExpressibleByArgument, CaseIterable {
    case done, short, rested
  }

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Argument(help: "done, short or rested.")
  var how: How

  @Argument(help: "The ritual's id, or its first digits; not needed where there is one.")
  var id: String?

  @Option(
    help: ArgumentHelp("The day it is about: YYYY-MM-DD, today, yesterday, 3d.", valueName: "day"))
  var on: String?

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let about = try on.map { try CivilDate($0, today: diary.today) }
    let rituals = try diary.plans().rituals
    guard let ritual = try ChosenOne(options: options, digits: id).find(rituals, diary, world)
    else { return try world.console.say("Nothing was chosen, so nothing is kept.") }
    let evening = RitualEvening(
      ritual: ritual.id, how: how == .done ? .done : how == .short ? .short : .rested)
    let written = try diary.write(evening, ritual.audience, about)
    try KeptReport(ids: [written], isShared: ritual.audience == .shared, asJSON: printing.json)
      .say(on: world.console)
  }
}
