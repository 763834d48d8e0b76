import ArgumentParser
import Care
import Vault

/// The couple's own list of what closeness is.
struct ClosenessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "closeness", abstract: "Your own list of closeness; nothing ranks above another.",
    discussion: """
      Without more words it shows the list. What stands on it and in an agreement with the same \
      words shows on vesper today while it is active and within reach.
      """,
    subcommands: [
      ShowShelf<Closeness>.self, Add<Closeness>.self, ClosenessIdeas.self, Retire<Closeness>.self,
    ], defaultSubcommand: ShowShelf<Closeness>.self)
}

/// Examples to begin with.
struct ClosenessIdeas: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "ideas", abstract: "Show examples, or add some of them by number.")

  @OptionGroup var options: Options
  @OptionGroup var audience: AudienceOptions
  @OptionGroup var printing: Printing

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Add the examples with these numbers.", valueName: "n"))
  var add: [Int] = []

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let words = try diary.starterWords(for: diary.other == nil ? .private : .shared)
    let examples = words.closeness
    guard add.allSatisfy({ examples.indices.contains($0 - 1) }) else {
      throw Failure(
        .usage, "there is no example with that number",
        hint: "they go from 1 to \(examples.count)")
    }
    if !add.isEmpty {
      for number in add {
        let example = examples[number - 1]
        _ = try diary.write(
          Closeness(what: example.what, cost: example.cost),
          try diary.audience(for: Closeness.self, asked: audience.asked))
      }
      if !printing.json { return try world.console.say("They are on your list.") }
    }
    if printing.json {
      return try world.console.say(
        JSONText.array(
          examples.map {
            JSONText.object(["what": JSONText.string($0.what), "cost": "\($0.cost)"])
          }))
    }
    for (index, example) in examples.enumerated() {
      try world.console.say(" \(index + 1) \(example.what) · energy \(example.cost)")
    }
    try world.console.say("vesper closeness ideas --add 1 3 puts some on your list.")
  }
}
