import ArgumentParser
import Care
import Vault

/// Adds one to a list of two: `closeness add`, `ritual add`, `goal add`, `cal add`.
struct Add<Kind: Shelved>: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "add", abstract: "Add one.",
      discussion: """
        Answer the questions, or give one JSON object (vesper schema \(Kind.name)) with --file.
        """)
  }

  @OptionGroup var options: Options
  @OptionGroup var audience: AudienceOptions
  @OptionGroup var printing: Printing

  @Option(help: "Read it from this file, or from standard input for -.")
  var file: String?

  func run(in world: World) throws {
    let diary = try options.diary(world)
    _ = try diary.audience(for: Kind.self, asked: audience.asked)
    let input = try ValueSource(options: options, file: file).read(
      Kind.self, title: "A \(Kind.title)", diary, world
    ) { _ in EntryInput.questions(of: Kind.self) }
    guard let input else {
      return try world.console.say("Nothing was answered, so nothing is kept.")
    }
    let ids = try diary.write(input, for: audience.asked)
    let isShared = try diary.audience(for: Kind.self, asked: audience.asked) == .shared
    try KeptReport(ids: ids, isShared: isShared, asJSON: printing.json).say(on: world.console)
  }
}

/// What a command says after it has kept something.
struct KeptReport {
  let ids: [RecordID]
  let isShared: Bool
  let asJSON: Bool

  func say(on console: Console) throws {
    guard let id = ids.first else { return }
    if asJSON { return try console.say(JSONText.object(["id": JSONText.string(id.description)])) }
    let who = isShared ? "for both of you" : "for you alone"
    try console.say("Kept, \(who). \(id.description.prefix(8))")
  }
}

/// Shows such a list.
struct ShowShelf<Kind: Shelved>: ReadingCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "show", abstract: "Show what is there.")
  }

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let kept = Kind.kept(in: try diary.plans())
    if printing.json {
      return try world.console.say(JSONText.array(kept.map { KeptJSON.text($0, diary) }))
    }
    if kept.isEmpty {
      try world.console.say("Nothing here yet. vesper \(Kind.name) add begins.")
    }
    for item in kept {
      try world.console.say("\(item.id.description.prefix(8)) \(item.value.line)")
      for line in item.value.details { try world.console.say("  \(line)") }
    }
  }
}

/// One thing that two keep, as JSON.
enum KeptJSON {
  static func text<Kind>(_ kept: Kept<Kind>, _ diary: Diary) -> String {
    let body = (try? EntryCoding.json(of: kept.value)) ?? Array("{}".utf8)
    return JSONText.object([
      "id": JSONText.string(kept.id.description),
      "author": JSONText.string(diary.name(of: kept.author) ?? kept.author.description),
      "about": JSONText.string(kept.about.description),
      "body": JSONText.visible(String(decoding: body, as: UTF8.self)),
    ])
  }
}

/// Takes something off such a list. It stays in the log; either of two may do it.
struct Retire<Kind: Shelved>: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "retire", abstract: "Take one off the list.")
  }

  @OptionGroup var options: Options

  @Argument(help: "Its id, or the id's first digits; else you are asked.")
  var id: String?

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let kept = Kind.kept(in: try diary.plans()) + Kind.kept(in: try diary.ownPlans())
    let one = ChosenOne(options: options, digits: id, confirming: "Take it off the list?")
    guard let chosen = try one.find(kept, diary, world) else {
      return try world.console.say("Nothing was chosen, so nothing has changed.")
    }
    try diary.retire(chosen.id, chosen.audience)
    try world.console.say("It is off the list.")
  }
}

/// Which one of a list is meant: by its digits, as the only one, or by its number when asked.
struct ChosenOne {
  let options: Options
  let digits: String?
  /// What is asked of the only one, where nobody has named it.
  var confirming: String?

  /// - Returns: `nil` where somebody was asked and named none.
  func find<Kind: Shelved>(_ kept: [Kept<Kind>], _ diary: Diary, _ world: World) throws
    -> Kept<Kind>?
  {
    try find(
      kept, id: { $0.id.description }, line: { $0.value.what }, missing: Self.missing(Kind.name),
      nothing: Failure(
        .missing, "there is nothing on this list", hint: "vesper \(Kind.name) add begins one"),
      diary, world)
  }

  static func missing(_ name: String) -> Failure {
    Failure(
      .missing, "there is nothing with that id", hint: "vesper \(name) show lists what there is")
  }

  func find<Item>(
    _ items: [Item], id: (Item) -> String, line: (Item) -> String, missing: Failure,
    nothing: Failure? = nil, _ diary: Diary, _ world: World
  ) throws -> Item? {
    if let digits {
      return try FirstDigits.find(digits, among: items, id: id, missing: missing)
    }
    guard let first = items.first else { throw nothing ?? missing }
    if items.count == 1, confirming == nil { return first }
    guard options.mayAsk(world) else {
      throw Failure(.usage, "say which one, by the first digits of its id", hints: missing.hints)
    }
    return try Questions(for: diary, on: world.console).onSheet { questions in
      if items.count == 1, let confirming {
        return try questions.confirm("\(line(first)). \(confirming)") ? first : nil
      }
      for (index, item) in items.enumerated() { questions.remark(" \(index + 1) \(line(item))") }
      let typed = try questions.askLine("Which one? (a number)")
      guard let typed, !typed.isEmpty, typed != "." else { return nil }
      guard let number = Int(typed), items.indices.contains(number - 1) else { throw missing }
      return items[number - 1]
    }
  }
}
