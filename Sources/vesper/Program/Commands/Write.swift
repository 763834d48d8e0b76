import ArgumentParser
import Care
import Vault

/// Writes one entry of a kind: `write`, `checkin`, `note`, `med`, `question` …
struct Write<Kind: EntryKind>: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: Kind.command,
      abstract: Kind.purpose,
      discussion: """
        Answer the questions, or give the whole of it as \
        \(Kind.self == Reflection.self ? "text" : "one JSON object (vesper schema \(Kind.name))") \
        with --file. A word that begins with @ is a tag.
        """)
  }

  @OptionGroup var options: Options
  @OptionGroup var audience: AudienceOptions
  @OptionGroup var printing: Printing

  @Option(help: "Read it from this file, or from standard input for -.")
  var file: String?

  @Option(
    help: ArgumentHelp("The day it is about: YYYY-MM-DD, today, yesterday, 3d.", valueName: "day"))
  var on: String?

  @Flag(
    help: ArgumentHelp(
      "Write in the editor that is set, else $VISUAL or $EDITOR, on a file that lies in memory and is wiped.",
      visibility: Kind.self == Reflection.self ? .default : .private))
  var editor = false

  func run(in world: World) throws {
    let diary = try options.diary(world, isWriting: file != nil || !options.mayAsk(world))
    let audience = try diary.audience(for: Kind.self, asked: audience.asked)
    let about = try on.map { try CivilDate($0, today: diary.today) }
    guard let input = try input(diary, audience, about, world) else {
      return try world.console.say("Nothing was answered, so nothing is kept.")
    }
    // A draft of another day is about that day.
    let begun = world.desk.draft.flatMap { $0.draft.day == diary.today ? nil : $0.draft.day }
    let kept = try diary.keep(input, for: audience, about: about ?? begun)
    try report(kept, audience, world)
  }

  /// - Returns: `nil` where somebody was asked and answered nothing.
  private func input(
    _ diary: Diary, _ audience: Audience, _ about: CivilDate?, _ world: World
  ) throws -> EntryInput? {
    if Kind.self == Reflection.self { return try words(diary, audience, about, world) }
    if editor {
      throw Failure(
        .usage, "an editor is for vesper write alone",
        hint: "leave out --editor: answers are asked one by one")
    }
    if Kind.self == Cue.self, audience == .shared, file == nil, options.mayAsk(world),
      let same = try Questions(for: diary, on: world.console)
        .onSheet({ try CueOffer(diary: diary).choose($0) })
    {
      return EntryInput(value: same)
    }
    let asking = WriteQuestions(kind: Kind.self, diary: diary, audience: audience)
    return try ValueSource(options: options, file: file, audience: audience).read(
      Kind.self, title: asking.title, diary, world, about: about
    ) { questions in
      questions.adapted = try asking.adapting()
      // To divide a check-in says more than either flag.
      return asking.fields.filter { $0.key != "share" || self.audience.asked == nil }
    }
  }

  /// A reflection's plain words.
  private func words(
    _ diary: Diary, _ audience: Audience, _ about: CivilDate?, _ world: World
  ) throws -> EntryInput? {
    if editor && (file != nil || !options.mayAsk(world)) {
      throw Failure(
        .usage, "an editor is for words that are typed at a terminal",
        hint: "leave out --editor, or --file and --no-input")
    }
    if let bytes = try options.given(file, limit: EntryCoding.largestBody, world) {
      return try ValueReading.words(bytes)
    }
    var questions = Questions(for: diary, on: world.console)
    questions.drafts = Drafts(
      command: Drafts.name([Kind.name], audience), diary: diary, about: about, desk: world.desk)
    let text =
      editor
      ? try Editor(world).edit(questions)
      : try questions.askText(
        audience == .shared
          ? "What would you like to put down, for both of you?"
          : "What would you like to put down?")
    try options.confirmOpen(diary, world)
    guard !text.allSatisfy(\.isWhitespace) else { return nil }
    return try ValueReading.words(Array(text.utf8))
  }

  private func report(
    _ kept: [(id: RecordID, audience: Audience)], _ audience: Audience, _ world: World
  ) throws {
    guard let first = kept.first else { return }
    if printing.json {
      return try world.console.say(
        JSONText.object(["id": JSONText.string(first.id.description)]))
    }
    // A check-in of which every part was shared is one shared entry, whatever was asked.
    let who =
      audience == .shared || kept.allSatisfy { $0.audience == .shared }
      ? "for both of you"
      : kept.count > 1
        ? "for both of you where you said so, the rest for you alone" : "for you alone"
    try world.console.say("Kept, \(who). \(first.id.description.prefix(8))")
  }
}

/// How somebody is asked for a new entry.
struct WriteQuestions {
  let kind: any EntryKind.Type
  let diary: Diary
  let audience: Audience

  /// What it is, and who will read it: said before anything is typed.
  var title: String {
    let purpose = kind.purpose.hasSuffix(".") ? String(kind.purpose.dropLast()) : kind.purpose
    guard diary.other != nil, audience == .shared else { return purpose }
    return
      "\(purpose). It is for both of you\(kind.audiences == .either ? "; --me keeps it for you alone" : "")"
  }

  var fields: [Field] {
    EntryInput.questions(of: kind).filter { diary.other != nil || !$0.isForTwo }
  }

  /// Puts words to choose from beside a question.
  func adapting() throws -> (Field, Set<String>) -> Asking? {
    let words =
      fields.contains { $0.offers != nil } ? try diary.starterWords(for: .private) : StarterWords()
    let shared = kind == CheckIn.self && diary.other != nil ? try diary.partsSharedLast() : []
    return { field, answered in
      if let list = field.offers {
        return Asking(field: field, offer: Offer(words: words.words(list)))
      }
      guard field.key == "share" else { return Asking(field: field) }
      let parts = CheckIn.parts.filter(answered.contains)
      guard !parts.isEmpty else { return nil }
      let narrowed = field.with(shape: .list(.choice(parts), max: parts.count))
      return Asking(
        field: narrowed, offer: Offer(words: parts, again: parts.filter(shared.contains)))
    }
  }
}
