import ArgumentParser
import Care
import Vault

/// Modest goals for a week.
struct GoalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "goal", abstract: "Modest goals for a week, that soften.",
    discussion: """
      A goal has a smaller version. From which reading of yours it softens is for you alone, and \
      nothing counts what was not done.
      """,
    subcommands: [GoalShow.self, Add<Goal>.self, GoalSoften.self, Retire<Goal>.self],
    defaultSubcommand: GoalShow.self)
}

struct GoalShow: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show your goals, and for you alone how they softened.")

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Flag(name: .customLong("us"), help: "Only what both of you see.")
  var onlyShared = false

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let goals = try diary.plans().goals
    let thresholds = onlyShared ? [] : try diary.thresholds()
    func threshold(_ goal: Kept<Goal>) -> String? {
      thresholds.last { $0.value.goal == goal.id }?.value.when
    }
    if printing.json {
      return try world.console.say(
        JSONText.array(
          goals.map { goal in
            let weeks = onlyShared ? nil : try diary.weeks(of: goal)
            let mine = JSONText.object([
              "softens": threshold(goal).map(JSONText.string) ?? "null",
              "softened": weeks.map { "\($0.softened)" } ?? "null",
              "weeks": weeks.map { "\($0.weeks)" } ?? "null",
            ])
            return JSONText.object(["goal": KeptJSON.text(goal, diary), "mine": mine])
          }))
    }
    if goals.isEmpty { try world.console.say("No goal yet. vesper goal add begins one.") }
    for goal in goals {
      try world.console.say("\(goal.id.description.prefix(8)) \(goal.value.line)")
      for line in goal.value.details { try world.console.say("  \(line)") }
      guard let threshold = threshold(goal) else { continue }
      let weeks = try diary.weeks(of: goal).map { "; \($0.words)" } ?? ""
      try world.console.say("  for you alone: softens at \(threshold)\(weeks)")
    }
  }
}

/// Sets from which reading of one's own a goal softens.
struct GoalSoften: Command {
  static let configuration = CommandConfiguration(
    commandName: "soften", abstract: "Say from which reading of yours a goal softens.",
    discussion: "It is for you alone, and changes nothing that your partner sees.")

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Argument(help: "The goal's id, or its first digits; not needed where there is one.")
  var id: String?

  @Option(help: "Read one JSON object (vesper schema softening) from this file, or from -.")
  var file: String?

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let goals = try diary.plans().goals
    guard let goal = try ChosenOne(options: options, digits: id).find(goals, diary, world) else {
      return try world.console.say("Nothing was chosen, so nothing has changed.")
    }
    let input = try ValueSource(options: options, file: file).read(
      Softening.self, given: ["goal": goal.id.description], title: "A goal that softens", diary,
      world
    ) { _ in EntryInput.questions(of: Softening.self) }
    guard let input else {
      return try world.console.say("Nothing was answered, so nothing has changed.")
    }
    let ids = try diary.write(input)
    try KeptReport(ids: ids, isShared: false, asJSON: printing.json).say(on: world.console)
  }
}
