import ArgumentParser
import Care
import Vault

/// Entries, whole.
struct Show: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show an entry, whole.",
    discussion: "Without an id: the newest that the options choose; --last 3 shows three.")

  @OptionGroup var options: Options
  @OptionGroup var filters: FilterOptions
  @OptionGroup var limits: LimitOptions
  @OptionGroup var printing: Printing

  @Argument(help: "The entry's id, or its first digits.")
  var id: String?

  func run(in world: World) throws {
    guard let id else { return try showChosen(in: world) }
    guard filters.isEmpty && limits.last == nil else {
      throw Failure(
        .usage, "give an id or choose with options, not both",
        hint: "vesper help show tells more")
    }
    let diary = try options.diary(world)
    let entry = try diary.entry(id)
    let printer = EntryPrinter(diary: diary, console: world.console, asJSON: printing.json)
    if printing.json { return try world.console.say(printer.json(entry)) }
    for line in printer.whole(entry) { try world.console.say(line) }
  }

  private func showChosen(in world: World) throws {
    guard !filters.isEmpty || limits.last != nil else {
      throw Failure(
        .usage, "say which entry, by the first digits of its id",
        hint: "vesper list shows them: vesper show 3f2a")
    }
    let diary = try options.diary(world)
    try EntryPrinter(
      diary: diary, console: world.console, asJSON: printing.json,
      showsNotes: !filters.kind.isEmpty, showsWhole: true
    )
    .print(
      try diary.entries(try filters.filter(diary)), most: limits.last ?? 1,
      nothing: filters.nothing)
  }
}

extension EntryPrinter {
  /// All there is of an entry.
  func whole(_ entry: Entry) -> [String] {
    let audience = entry.audience == .shared ? "for both of you" : "for you alone"
    let facts = ["\(entry.kind.title)", "\(entry.about)", audience]
    var lines = console.isPlain ? facts : [facts.joined(separator: " · ")]
    let back = entry.header.isBackDated ? " (written later)" : ""
    let again = entry.amends == nil ? "entered" : "amended"
    // To the minute: `--json` has the rest.
    let time = entry.entered.description.prefix(16).replacing("T", with: " ")
    let isAlone = diary.other == nil && entry.author == diary.me
    let by = isAlone ? "" : " by \(diary.name(of: entry.author) ?? "?")"
    lines.append("\(again) \(time)\(back)\(by)")
    if !entry.tags.isEmpty { lines.append("tags \(entry.tags.joined(separator: ", "))") }
    var wasBlock = true
    for row in entry.value.rows {
      let block = answer(row)
      if wasBlock || block.count > 1 { lines.append("") }
      lines += block
      wasBlock = block.count > 1
    }
    return lines + ["", entry.id.description]
  }

  /// For screen readers: one fact a line, and no signs between them.
  func plainLines(_ entry: Entry, isOff: Bool) -> [String] {
    let later = entry.header.isBackDated ? ", written later" : ""
    let by = diary.other == nil ? [] : ["by \(diary.name(of: entry.author) ?? "?")"]
    let audience = entry.audience == .shared ? "for both of you" : "for you alone"
    let rows = entry.value.rows.compactMap { row in row.lines.first.map { "\(row.label): \($0)" } }
    let off = isOff ? ["off the list"] : []
    return ["\(entry.kind.title)\(later)", "\(entry.about)"] + by + [audience] + off + rows
      + ["id \(entry.id.description.prefix(8))", ""]
  }

  /// A short answer behind its label, a longer one beneath it.
  private func answer(_ row: Row) -> [String] {
    if let line = row.lines.first, row.lines.count == 1,
      row.label.count + 2 + line.count <= console.width
    {
      return ["\(row.label): \(line)"]
    }
    let lines = row.lines.flatMap { Wrapping.lines($0, width: console.width - 2) }
    return ["\(row.label):"] + lines.map { $0.isEmpty ? "" : "  \($0)" }
  }
}
