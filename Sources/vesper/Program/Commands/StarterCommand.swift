import ArgumentParser
import Care
import Vault

/// The words that Vesper brings along, and what the couple makes of them.
struct Starter: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "starter", abstract: "See and change the words Vesper offers.",
    discussion: """
      Listening prompts, words for feelings, examples of closeness, and companionship that asks \
      nothing of a body.
      """,
    subcommands: [StarterShow.self, StarterChangeCommand.self])

  /// The list that a word on the command line names.
  static func list(_ word: String) throws -> StarterList {
    guard let list = StarterList(rawValue: word) else {
      let words = StarterList.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("a list is one of: \(words)")
    }
    return list
  }
}

struct StarterShow: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the words of one list, or of all.")

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Argument(
    help: "prompts, feelings, closeness or companionship; without one, all.",
    transform: Starter.list)
  var list: StarterList?

  @Flag(name: .customLong("us"), help: "As both of you see them, without changes of your own.")
  var ours = false

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let words = try diary.starterWords(for: ours ? .shared : .private)
    let lists = list.map { [$0] } ?? StarterList.allCases
    if printing.json {
      let members = lists.map { "\(JSONText.string($0.rawValue)):\(json($0, words))" }
      return try world.console.say("{\(members.joined(separator: ","))}")
    }
    for (index, list) in lists.enumerated() {
      if index > 0 { try world.console.say() }
      try world.console.say("\(list.title.prefix(1).uppercased())\(list.title.dropFirst())")
      for line in lines(list, words) { try world.console.say("  \(line)") }
    }
  }

  private func lines(_ list: StarterList, _ words: StarterWords) -> [String] {
    list == .closeness
      ? words.closeness.map { "\($0.what) · energy \($0.cost)" } : words.words(list)
  }

  private func json(_ list: StarterList, _ words: StarterWords) -> String {
    guard list == .closeness else {
      return JSONText.array(words.words(list).map(JSONText.string))
    }
    return JSONText.array(
      words.closeness.map {
        JSONText.object(["what": JSONText.string($0.what), "cost": "\($0.cost)"])
      })
  }
}

struct StarterChangeCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "change", abstract: "Add words to a list, or leave some out.",
    discussion: """
      It is for you alone unless you say --us. Answer the questions, or give one JSON object \
      (vesper schema starter) with --file.
      """)

  @OptionGroup var options: Options
  @OptionGroup var audience: AudienceOptions
  @OptionGroup var printing: Printing

  @Argument(help: "prompts, feelings, closeness or companionship.", transform: Starter.list)
  var list: StarterList

  @Option(help: "Read it from this file, or from standard input for -.")
  var file: String?

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let audience = try diary.audience(for: StarterChange.self, asked: audience.asked)
    let words = try diary.starterWords(for: audience).words(list)
    let asking = WriteQuestions(kind: StarterChange.self, diary: diary, audience: audience)
    let input = try ValueSource(options: options, file: file, audience: audience).read(
      StarterChange.self, given: ["list": list.rawValue],
      title: "Changing the \(list.title)", diary, world
    ) { questions in
      questions.adapted = { field, _ in
        Asking(field: field, offer: field.key == "hide" ? Offer(words: words) : nil)
      }
      return asking.fields.filter { $0.key != "cost" || list == .closeness }
    }
    guard let input else {
      return try world.console.say("Nothing was answered, so nothing is changed.")
    }
    let ids = try diary.write(input, for: audience)
    guard let id = ids.first else { return }
    if printing.json {
      return try world.console.say(JSONText.object(["id": JSONText.string(id.description)]))
    }
    let who = audience == .shared ? "for both of you" : "for you alone"
    try world.console.say(
      "Changed, \(who). vesper starter show \(list.rawValue)\(options.naming(diary, world)) shows it."
    )
  }
}
