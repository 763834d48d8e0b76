import ArgumentParser
import Care
import Vault

/// Which entries a reading command is about.
struct FilterOptions: ParsableArguments {
  @Option(help: "Only this kind; may be given more than once.")
  var kind: [String] = []

  @Option(help: "Only with this tag.")
  var tag: String?

  @Option(
    help: ArgumentHelp("From this day on: YYYY-MM-DD, today, yesterday, 3d.", valueName: "day"))
  var since: String?

  @Option(help: ArgumentHelp("Up to this day.", valueName: "day"))
  var until: String?

  @Flag(name: .customLong("me"), help: "Only what is for you alone.")
  var mine = false

  @Flag(name: .customLong("us"), help: "Only what is for both of you.")
  var ours = false

  @Option(help: ArgumentHelp("Only by this partner.", valueName: "name"))
  var by: String?

  func filter(_ diary: Diary) throws -> EntryFilter {
    var filter = EntryFilter()
    for name in kind { filter.kinds.insert(try Kinds.kind(named: name).tag) }
    filter.tag = tag
    filter.since = try since.map { try CivilDate($0, today: diary.today) }
    filter.until = try until.map { try CivilDate($0, today: diary.today) }
    if mine != ours { filter.audience = mine ? .private : .shared }
    if let by {
      if by.lowercased() == diary.name.lowercased() || by == "me" {
        filter.author = diary.me
      } else if let other = diary.other, by.lowercased() == other.name.lowercased() {
        filter.author = other.keys.partner
      } else {
        throw VaultError.unknownPartner
      }
    }
    return filter
  }
}

/// How many entries to show.
struct LimitOptions: ParsableArguments {
  @Option(help: ArgumentHelp("At most this many.", valueName: "n"))
  var last: Int?

  func validate() throws {
    if let last, last < 1 { throw ValidationError("--last takes a number from 1") }
  }
}

/// Prints entries, as lines or as JSON, newest first.
struct EntryPrinter {
  let diary: Diary
  let console: Console
  let asJSON: Bool
  var showsNotes = false

  /// Prints up to `most` entries.
  ///
  /// - Parameter nothing: what to say where there is none.
  func print(_ entries: EntrySequence, most: Int?, nothing: String = "Nothing here yet.") throws {
    var count = 0
    var isFirst = true
    if asJSON { try console.write([UInt8(ascii: "[")]) }
    while most.map({ count < $0 }) ?? true, let entry = try entries.next() {
      // That a page was looked at, or whose turn it was, is shown only where it is asked for.
      if !entry.kind.isListed && !showsNotes { continue }
      count += 1
      if asJSON {
        try console.write(Array(((isFirst ? "" : ",\n") + json(entry)).utf8))
      } else {
        for line in lines(entry) { try console.say(line) }
      }
      isFirst = false
    }
    if asJSON { try console.say("]") }
    if count == 0 && !asJSON { try console.say(nothing) }
    if entries.unreadable > 0 {
      console.remark("note: some records could not be read; vesper check tells more")
    }
    if entries.unknown > 0 {
      console.remark("note: some entries were written by a newer Vesper")
    }
  }

  func json(_ entry: Entry) -> String {
    let body = (try? EntryCoding.json(of: entry.value)) ?? Array("{}".utf8)
    return JSONText.object([
      "id": JSONText.string(entry.id.description), "kind": JSONText.string(entry.kind.name),
      "author": JSONText.string(diary.name(of: entry.author) ?? entry.author.description),
      "audience": JSONText.string("\(entry.audience)"),
      "about": JSONText.string(entry.about.description),
      "entered": JSONText.string(entry.entered.description),
      "tags": JSONText.array(entry.tags.map(JSONText.string)),
      "body": JSONText.visible(String(decoding: body, as: UTF8.self)),
    ])
  }

  /// One line, or two where the screen is narrow.
  private func lines(_ entry: Entry) -> [String] {
    let mark = entry.audience == .shared ? "us" : "me"
    let who = diary.other == nil ? "" : " \(diary.name(of: entry.author) ?? "?") \(mark)"
    let head = "\(entry.about) \(entry.id.description.prefix(8))\(who) \(entry.kind.title)"
    let room = console.width - head.count - 2
    return room >= 24
      ? ["\(head): \(Wrapping.cut(entry.value.line, width: room))"]
      : [head, "  \(Wrapping.cut(entry.value.line, width: console.width - 2))"]
  }
}

/// The newest entries.
struct List: Command {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List what you have kept, newest first.")

  @OptionGroup var options: Options
  @OptionGroup var filters: FilterOptions
  @OptionGroup var limits: LimitOptions
  @OptionGroup var printing: Printing

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let entries = try diary.entries(try filters.filter(diary))
    try EntryPrinter(
      diary: diary, console: world.console, asJSON: printing.json,
      showsNotes: !filters.kind.isEmpty
    )
    .print(entries, most: limits.last ?? (printing.json ? nil : 20))
  }
}

/// Entries that hold a word.
struct Search: Command {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: "Find entries that hold a word.",
    discussion: """
      The word is asked for, or read from standard input, so that it is in no shell history and no \
      list of processes.
      """)

  @OptionGroup var options: Options
  @OptionGroup var filters: FilterOptions
  @OptionGroup var printing: Printing

  @OptionGroup var limits: LimitOptions

  @Option(help: "Read the word from this file, or from standard input for -.")
  var file: String?

  func run(in world: World) throws {
    let diary = try options.diary(world)
    var filter = try filters.filter(diary)
    filter.text = try word(world)
    try EntryPrinter(diary: diary, console: world.console, asJSON: printing.json)
      .print(
        try diary.entries(filter), most: limits.last, nothing: "Nothing you can read holds that.")
  }

  private func word(_ world: World) throws -> String {
    let typed: String
    if let bytes = try options.given(file, limit: 65_536, world) {
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw Failure(
          .damaged, "the word is not UTF-8", hint: "save the file as UTF-8 and try again")
      }
      typed = text
    } else {
      typed = try Questions(console: world.console, writer: nil).askLine("Find which word?") ?? ""
    }
    let word = typed.split(whereSeparator: \.isNewline).joined(separator: " ")
    guard !word.isEmpty else {
      throw Failure(
        .usage, "there is no word to look for", hint: "type one, or give it on standard input")
    }
    return word
  }
}

/// One entry, whole.
struct Show: Command {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one entry, whole.")

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Argument(help: "The entry's id, or its first digits.")
  var id: String

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let entry = try diary.entry(id)
    let printer = EntryPrinter(diary: diary, console: world.console, asJSON: printing.json)
    if printing.json { return try world.console.say(printer.json(entry)) }
    let console = world.console
    let audience = entry.audience == .shared ? "for both of you" : "for you alone"
    try console.say("\(entry.kind.title) · \(entry.about) · \(audience)")
    let back = entry.header.isBackDated ? " (written later)" : ""
    // To the minute: `--json` has the rest.
    let entered = entry.entered.description.prefix(16).replacing("T", with: " ")
    let by = diary.other == nil ? "" : " by \(diary.name(of: entry.author) ?? "?")"
    try console.say("entered \(entered)\(back)\(by)")
    if !entry.tags.isEmpty { try console.say("tags \(entry.tags.joined(separator: ", "))") }
    for row in entry.value.rows {
      try console.say()
      try console.say("\(row.label):")
      for line in row.lines {
        for piece in Wrapping.lines(line, width: console.width - 2) {
          try console.say(piece.isEmpty ? "" : "  \(piece)")
        }
      }
    }
    try console.say()
    try console.say(entry.id.description)
  }
}
