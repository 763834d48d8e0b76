import ArgumentParser
import Care
import Vault

/// Questions whose answers open together.
struct AskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask", abstract: "A question for both; the answers open together.",
    discussion: "Without more words it shows the questions.",
    subcommands: [
      TopicShow<Ask>.self, TopicNew<Ask>.self, TopicAnswer<Ask>.self, TopicForget<Ask>.self,
    ],
    defaultSubcommand: TopicShow<Ask>.self)
}

/// After a misunderstanding.
struct RepairCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repair", abstract: "After a misunderstanding: both write, both parts open.",
    discussion: "What you heard, what you meant, what next. Without more words it shows them.",
    subcommands: [
      TopicShow<Repair>.self, TopicNew<Repair>.self, TopicAnswer<Repair>.self,
      TopicForget<Repair>.self,
    ],
    defaultSubcommand: TopicShow<Repair>.self)
}

/// A kind whose answers open together.
protocol Topic: EntryKind {
  /// What both read from the beginning.
  var opened: Self { get }
  /// What opens later, in the order of ``replyFields``; `nil` where nothing of it is there.
  var replied: [String]? { get }
  static var replyFields: [Field] { get }
}

extension Topic {
  static var replyFields: [Field] { Array(fields.dropFirst()) }
}

extension Ask: Topic {
  var opened: Ask { Ask(question: question) }
  var replied: [String]? { answer.map { [$0] } }
}

extension Repair: Topic {
  var opened: Repair { Repair(about: about) }
  var replied: [String]? {
    heard == nil && meant == nil && next == nil ? nil : [heard ?? "", meant ?? "", next ?? ""]
  }
}

/// When parts open, in words: whoever has written reads them on both days, the one before and the one
/// after the other has written too.
enum TopicWords {
  static let opens = "opens once both have written and each has given a command since"
  static let closed = "Your part is closed. It \(opens)."
}

/// Begins one, with one's own answer at once or later.
struct TopicNew<Kind: Topic>: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "new", abstract: "Begin one; your own part can come later.",
      discussion: "Answer the questions, or give one JSON object (vesper schema \(Kind.name)).")
  }

  @OptionGroup var options: Options
  @OptionGroup var audience: AudienceOptions
  @OptionGroup var printing: Printing

  @Option(help: "Read it from this file, or from standard input for -.")
  var file: String?

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let audience = try diary.audience(for: Kind.self, asked: audience.asked)
    let input = try ValueSource(options: options, file: file, audience: audience).read(
      Kind.self, title: Kind.title.prefix(1).uppercased() + Kind.title.dropFirst(), diary, world
    ) { _ in Kind.fields }
    guard let input, let value = input.value as? Kind else {
      return try world.console.say("Nothing was answered, so nothing is kept.")
    }
    guard audience == .shared else {
      let ids = try diary.write(input, for: audience)
      return try KeptReport(ids: ids, isShared: false, asJSON: printing.json)
        .say(on: world.console)
    }
    // Whatever does not fit is refused before anything is written.
    let reply = try value.replied.map { (texts) throws(CareError) in try Reply(texts) }
    let id = try diary.write(value.opened, .shared, nil, tags: input.tags)
    if let reply, let topic = try diary.topics(Kind.tag).first(where: { $0.id == id }) {
      try diary.reply(reply, to: topic.entry)
    }
    try KeptReport(ids: [id], isShared: true, asJSON: printing.json).say(on: world.console)
    if reply != nil && !printing.json {
      try world.console.say(TopicWords.closed)
    }
  }
}

/// Writes one's own part.
struct TopicAnswer<Kind: Topic>: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "answer", abstract: "Write your part; it opens once both have written.")
  }

  @OptionGroup var options: Options

  @Argument(help: "Its id, or the id's first digits; not needed where one is open to you.")
  var id: String?

  @Option(help: "Read one JSON object from this file, or from standard input for -.")
  var file: String?

  func run(in world: World) throws {
    let diary = try options.diary(world)
    guard diary.other != nil else {
      throw Failure(
        .usage, "this is yours alone, and is answered when it is written",
        hint: "vesper \(Kind.name) new begins one")
    }
    let missing = Failure(
      .missing, "there is nothing like that for you to answer",
      hint: "vesper \(Kind.name) show lists what there is")
    let open = try diary.topics(Kind.tag).filter { $0.state == .unanswered }
    let chosen = try ChosenOne(options: options, digits: id).find(
      open, id: { $0.id.description }, line: { $0.entry.value.line }, missing: missing, diary,
      world)
    guard let chosen else {
      return try world.console.say("Nothing was chosen, so nothing is kept.")
    }
    let key = Kind.fields[0].key
    let input = try ValueSource(options: options, file: file).read(
      Kind.self, answering: (key, chosen.entry.value.line), of: chosen.id.description,
      title: "Your part", diary, world, fields: Kind.replyFields)
    guard let value = input?.value as? Kind, let texts = value.replied else {
      return try world.console.say("Nothing was answered, so nothing is kept.")
    }
    try diary.reply(try Reply(texts), to: chosen.entry)
    try world.console.say(TopicWords.closed)
  }
}

extension ValueSource {
  /// A value of which one field is there already.
  fileprivate func read<Kind: Topic>(
    _ kind: Kind.Type, answering given: (key: String, text: String), of topic: String,
    title: String,
    _ diary: Diary, _ world: World, fields: [Field]
  ) throws -> EntryInput? {
    let json: [UInt8]
    if let bytes = try options.given(file, limit: EntryInput.largestInput, world) {
      json = bytes
    } else {
      var questions = Questions(for: diary, on: world.console)
      questions.drafts = Drafts(
        command: Drafts.name(["answer", topic]), diary: diary, desk: world.desk)
      let answers = try questions.onSheet { questions in
        questions.remark(given.text)
        return try questions.ask(fields, title: title)
      }
      guard let answers else { return nil }
      try options.confirmOpen(diary, world)
      json = answers
    }
    return try ValueReading.object(schema: kind.name) { () throws(CareError) in
      try EntryInput.decode(json, as: kind, adding: given.key, given.text)
    }
  }
}

/// Shows them, each with both parts or with neither.
struct TopicShow<Kind: Topic>: ReadingCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "show", abstract: "Show them, newest first.")
  }

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Option(help: ArgumentHelp("At most this many.", valueName: "n"))
  var last: Int?

  func run(in world: World) throws {
    let diary = try options.diary(world)
    try? diary.settleReplies(within: .max)
    let topics = try Array(
      diary.topics(Kind.tag).prefix(max(last ?? (printing.json ? .max : 5), 1)))
    if printing.json {
      return try world.console.say(JSONText.array(topics.map { json($0, diary) }))
    }
    if topics.isEmpty { try world.console.say("Nothing here yet. vesper \(Kind.name) new begins.") }
    for topic in topics {
      try world.console.say("\(topic.id.description.prefix(8)) \(topic.entry.value.line)")
      switch topic.state {
      case .unanswered where diary.other == nil:
        let own = (topic.entry.value as? Kind)?.replied ?? []
        for line in parts(own) { try world.console.say("  \(line)") }
      case .unanswered: try world.console.say("  open to you: vesper \(Kind.name) answer")
      case .closed: try world.console.say("  \(TopicWords.opens)")
      case .over: try world.console.say("  no longer open")
      case .open(let mine, let theirs):
        for (name, texts) in [(diary.name, mine), (diary.other?.name ?? "", theirs)] {
          try world.console.say("  \(name):")
          for line in parts(texts) { try world.console.say("    \(line)") }
        }
      }
    }
  }

  private func parts(_ texts: [String]) -> [String] {
    zip(Kind.replyFields, texts).filter { !$0.1.isEmpty }.flatMap { field, text in
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      return Kind.replyFields.count == 1
        ? lines : ["\(field.label): \(lines[0])"] + lines.dropFirst()
    }
  }

  private func json(_ topic: OpenTopic, _ diary: Diary) -> String {
    let (state, mine, theirs): (String, [String]?, [String]?) =
      switch topic.state {
      case .unanswered: ("open to you", nil, nil)
      case .closed: ("closed", nil, nil)
      case .over: ("no longer open", nil, nil)
      case .open(let mine, let theirs): ("revealed", mine, theirs)
      }
    func object(_ texts: [String]?) -> String {
      guard let texts else { return "null" }
      return JSONText.array(texts.map(JSONText.string))
    }
    return JSONText.object([
      "id": JSONText.string(topic.id.description),
      "about": JSONText.string(topic.entry.value.line),
      "by": JSONText.string(diary.name(of: topic.entry.author) ?? ""),
      "on": JSONText.string(topic.entry.about.description),
      "state": JSONText.string(diary.other == nil ? "yours" : state),
      "mine": diary.other == nil
        ? object((topic.entry.value as? Kind)?.replied) : object(mine),
      "theirs": object(theirs),
    ])
  }
}
