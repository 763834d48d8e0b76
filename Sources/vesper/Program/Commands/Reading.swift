import ArgumentParser
import Care
import Reporting
import Vault

/// Which entries a reading command is about.
struct FilterOptions: ParsableArguments {
  @Option(help: "Only this kind; may be given more than once.")
  var kind: [String] = []

  @Option(help: "Only with this tag.")
  var tag: String?

  @Option(
    help: ArgumentHelp(
      "From this day on: YYYY-MM-DD, today, tomorrow, yesterday, 3d.", valueName: "day"))
  var since: String?

  @Option(help: ArgumentHelp("Up to this day.", valueName: "day"))
  var until: String?

  enum Readers: String, ExpressibleByArgument, CaseIterable {
    case me, us
  }

  @Option(
    help: ArgumentHelp("Only what is for you alone (me), or for both (us).", valueName: "who"))
  var audience: Readers?

  @Flag(name: .customLong("me"), help: "The same as --audience me.")
  var mine = false

  @Flag(name: .customLong("us"), help: "The same as --audience us.")
  var ours = false

  @Option(help: ArgumentHelp("Only by this one: a name, me or partner.", valueName: "name"))
  var by: String?

  @Flag(help: "Only what holds today: nothing whose last day is over, or that is off its list.")
  var current = false

  func validate() throws {
    if mine || ours, audience != nil || mine && ours {
      throw ValidationError("choose one of --audience, --me and --us")
    }
  }

  /// Whether anything was chosen at all.
  var isEmpty: Bool {
    kind.isEmpty && tag == nil && since == nil && until == nil && audience == nil && !mine && !ours
      && by == nil && !current
  }

  /// What to say where nothing was found: that nothing is there would not be true of a full diary.
  var nothing: String { isEmpty ? "Nothing here yet." : "Nothing fits that." }

  func filter(_ diary: Diary) throws -> EntryFilter {
    var filter = EntryFilter()
    for name in kind { filter.kinds.insert(try Kinds.kind(named: name).tag) }
    filter.tag = tag.map { $0.hasPrefix("@") ? String($0.dropFirst()) : $0 }
    if current { filter.current = diary.today }
    // Dates and rest days may be to come.
    filter.since = try since.map { try CivilDate(coming: $0, today: diary.today) }
    filter.until = try until.map { try CivilDate(coming: $0, today: diary.today) }
    if mine || audience == .me { filter.audience = .private }
    if ours || audience == .us { filter.audience = .shared }
    filter.author = try by.map { try author($0.lowercased(), diary) }
    return filter
  }

  /// A name comes first, should somebody be called "me".
  private func author(_ name: String, _ diary: Diary) throws -> PartnerID {
    if name == diary.name.lowercased() { return diary.me }
    if let other = diary.other, name == other.name.lowercased() { return other.keys.partner }
    switch name {
    case "me": return diary.me
    case "partner": if let other = diary.other { return other.keys.partner }
    default: break
    }
    throw VaultError.unknownPartner
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
  var showsWhole = false

  /// Prints up to `most` entries.
  ///
  /// - Parameter nothing: what to say where there is none.
  func print(_ entries: EntrySequence, most: Int?, nothing: String) throws {
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
        if showsWhole && !isFirst { try console.say() }
        let isOff = entries.isRetired(entry)
        for line in showsWhole ? whole(entry) : lines(entry, isOff: isOff) {
          try console.say(line)
        }
      }
      isFirst = false
    }
    if asJSON { try console.say("]") }
    if count == 0 && !asJSON { try console.say(nothing) }
    if entries.unreadable > 0 {
      console.remark("note: some records could not be read; vesper check tells more")
    }
    if entries.misdated > 0 {
      console.remark(
        "note: some of these say a time that cannot be right; each stands after what was written "
          + "before it")
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
  ///
  /// - Parameter isOff: whether it was taken off the list that it was on.
  private func lines(_ entry: Entry, isOff: Bool) -> [String] {
    if console.isPlain { return plainLines(entry, isOff: isOff) }
    let mark = entry.audience == .shared ? "us" : "me"
    let isAlone = diary.other == nil && entry.author == diary.me
    let who = isAlone ? "" : " \(diary.name(of: entry.author) ?? "?") \(mark)"
    let later = entry.header.isBackDated ? ", written later" : ""
    let start = "\(entry.about) \(entry.id.description.prefix(8))\(who)"
    let title = "\(entry.kind.title)\(later)\(isOff ? ", off the list" : "")"
    let head = "\(start) \(title)"
    let room = console.width - TerminalText.columns(head) - 2
    if room >= 24 { return ["\(head): \(Wrapping.cut(entry.value.line, width: room))"] }
    return room >= -2
      ? [head, "  \(Wrapping.cut(entry.value.line, width: console.width - 2))"]
      : [start, "  \(Wrapping.cut("\(title): \(entry.value.line)", width: console.width - 2))"]
  }
}

/// The newest entries.
struct List: ReadingCommand {
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
    .print(
      entries, most: limits.last ?? (printing.json ? nil : 20), nothing: filters.nothing)
  }
}

/// Entries that hold a word.
struct Search: ReadingCommand {
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
      let questions = Questions(console: world.console, writer: nil)
      typed = try questions.onSheet { try $0.askLine("Find which word?") } ?? ""
    }
    let word = typed.split(whereSeparator: \.isNewline).joined(separator: " ")
    guard !word.isEmpty else {
      throw Failure(
        .usage, "there is no word to look for", hint: "type one, or give it on standard input")
    }
    return word
  }
}
