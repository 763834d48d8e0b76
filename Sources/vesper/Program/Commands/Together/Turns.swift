import ArgumentParser
import Care
import Vault

/// Taking turns in offering something.
struct TurnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "turn", abstract: "Whose turn it is to offer something.",
    discussion: "A turn ends by itself, and nothing is kept of what came of it.",
    subcommands: [TurnShow.self, TurnMine.self, TurnYours.self], defaultSubcommand: TurnShow.self)
}

struct TurnShow: Command {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show whose turn it is now.")

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  func run(in world: World) throws {
    let diary = try TurnOptions.diary(options, world)
    let turn = try diary.plans().turn(on: diary.today, among: diary.partners)
    let name = turn.flatMap { diary.name(of: $0) }
    if printing.json {
      return try world.console.say(
        JSONText.object(["turn": name.map(JSONText.string) ?? "null"]))
    }
    try world.console.say(
      name.map { "It is \($0)'s turn to offer, if \($0) likes." } ?? "It is nobody's turn.")
  }
}

struct TurnOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The last day of it; else a week. YYYY-MM-DD.", valueName: "day"))
  var until: String?

  static func diary(_ options: Options, _ world: World) throws -> Diary {
    let diary = try options.diary(world)
    guard diary.other != nil else {
      throw Failure(
        .usage, "turns are between two, and this vault is yours alone",
        hint: "vesper closeness show has what you like")
    }
    return diary
  }

  func set(_ whose: Turn.Whose, _ options: Options, asJSON: Bool, _ world: World) throws {
    let diary = try Self.diary(options, world)
    let until = try until.map { try CivilDate(coming: $0, today: diary.today) }
    if let until, until < diary.today {
      throw Failure(
        .usage, "that day is over, so no turn can last until then",
        hint: "--until takes today or a day to come; without it a turn lasts a week")
    }
    let id = try diary.write(Turn(whose: whose, until: until), .shared)
    try KeptReport(ids: [id], isShared: true, asJSON: asJSON).say(on: world.console)
  }
}

struct TurnMine: Command {
  static let configuration = CommandConfiguration(
    commandName: "mine", abstract: "Say that the next turn is yours.")

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing
  @OptionGroup var turn: TurnOptions

  func run(in world: World) throws {
    try turn.set(.mine, options, asJSON: printing.json, world)
  }
}

struct TurnYours: Command {
  static let configuration = CommandConfiguration(
    commandName: "yours", abstract: "Say that the next turn is your partner's.")

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing
  @OptionGroup var turn: TurnOptions

  func run(in world: World) throws {
    try turn.set(.yours, options, asJSON: printing.json, world)
  }
}
