import ArgumentParser
import Care
import Reporting
import Vault

/// Preparing a visit to a clinician, and the page that goes along.
struct VisitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "visit",
    abstract: "Prepare a visit, and the page you take along.",
    discussion: "Nothing is on the page unless you pick it. prep, pick, preview, export.",
    subcommands: [
      VisitPrep.self, VisitPickCommand.self, VisitPreviewCommand.self, VisitExport.self,
    ]
  )
}

/// Which visit: the one named, else the newest.
struct VisitOptions: ParsableArguments {
  @Argument(help: "The visit's id, or its first digits; else the newest visit.")
  var visit: String?

  func entry(_ diary: Diary) throws -> Entry {
    let visits = try diary.visits()
    guard let digits = visit?.lowercased() else {
      guard let newest = visits.first else {
        throw Failure(.missing, "no visit is prepared yet", hint: "vesper visit prep begins one")
      }
      return newest
    }
    let found = visits.filter { $0.id.description.hasPrefix(digits) }
    guard let visit = found.first, digits.utf8.count >= 4 else {
      throw Failure(
        .missing, "there is no visit with that id", hint: "vesper list --kind visit shows ids")
    }
    guard found.count == 1 else { throw DiaryError.ambiguous }
    return visit
  }
}

/// Reads one kind's value from a file, standard input or the questions.
struct ValueSource {
  let options: Options
  let file: String?

  func read(
    _ kind: any EntryKind.Type, given: [String: String] = [:], _ diary: Diary, _ world: World
  ) throws -> EntryInput {
    let json: [UInt8]
    if let given = try options.given(file, limit: EntryInput.largestInput, world) {
      json = given
    } else {
      var questions = Questions(
        console: world.console, writer: diary.other == nil ? nil : diary.name)
      // Lists show the first digits of an id; typing them is enough.
      questions.identifier = { typed in try? diary.entry(typed).id.description }
      json = try questions.ask(EntryInput.fields(of: kind), title: "A \(kind.title)")
    }
    return try ValueReading.object(schema: kind.name) { () throws(CareError) in
      try EntryInput.decode(json, as: kind, given: given)
    }
  }
}

struct VisitPrep: Command {
  static let configuration = CommandConfiguration(
    commandName: "prep", abstract: "Say who you are seeing, and what you want to ask.")

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Option(help: "Read one JSON object (vesper schema visit) from this file, or from - .")
  var file: String?

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let input = try ValueSource(options: options, file: file).read(
      Care.Visit.self, diary, world)
    let ids = try diary.write(input)
    guard let id = ids.first else { return }
    if printing.json {
      return try world.console.say(JSONText.object(["id": JSONText.string(id.description)]))
    }
    try world.console.say("Prepared, for you alone. \(id.description.prefix(8))")
    try world.console.say("Next: vesper visit pick, to choose what the page shows.")
  }
}

struct VisitPickCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "pick", abstract: "Choose what the page shows. Nothing else is on it.")

  @OptionGroup var options: Options
  @OptionGroup var visit: VisitOptions

  @Option(help: "Read one JSON object (vesper schema visitpick) from this file, or from - .")
  var file: String?

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let visit = try visit.entry(diary)
    let input = try ValueSource(options: options, file: file).read(
      Care.VisitPick.self, given: ["visit": Amendments.target(for: visit).description], diary, world
    )
    guard let pick = input.value as? Care.VisitPick else { return }
    let problems = try diary.pick(pick, for: visit)
    guard problems.isEmpty else {
      throw Failure(
        .damaged, problems.map(\.sentence).joined(separator: "; "),
        hint: "nothing was changed; vesper list shows ids")
    }
    try world.console.say("Picked. vesper visit preview shows exactly what will leave.")
  }
}

/// The page as it stands now.
struct PageOptions: ParsableArguments {
  @Flag(help: "Add a second page with every value as a table.")
  var secondPage = false

  func summary(_ diary: Diary, _ visit: Entry) throws -> Summary {
    Summary(of: try diary.disclosure(for: visit), secondPage: secondPage)
  }
}

struct VisitPreviewCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "preview", abstract: "Show exactly what will leave.")

  @OptionGroup var options: Options
  @OptionGroup var visit: VisitOptions
  @OptionGroup var page: PageOptions

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let visit = try visit.entry(diary)
    let summary = try page.summary(diary, visit)
    try world.console.write(summary.render(.text(width: min(world.console.width, 80))))
    try diary.remember(page: Diary.pageHash(summary.canonicalBytes), for: visit)
  }
}

struct VisitExport: Command {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the page that was previewed.",
    discussion:
      "The file is not sealed: it leaves the vault's protection, and it is yours to keep safe.")

  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case html, text
  }

  enum Sheet: String, ExpressibleByArgument, CaseIterable {
    case a4, letter
  }

  @OptionGroup var options: Options
  @OptionGroup var visit: VisitOptions
  @OptionGroup var page: PageOptions

  @Option(help: "html or text.")
  var format: Kind = .html

  @Option(help: "a4 or letter.")
  var paper: Sheet = .a4

  @Option(help: "The file to write, or - for standard output.")
  var output: String

  @Flag(help: "Write over a file that is there.")
  var force = false

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let visit = try visit.entry(diary)
    let summary = try page.summary(diary, visit)
    let hash = Diary.pageHash(summary.canonicalBytes)
    guard let seen = try diary.pageSeen(for: visit) else {
      throw Failure(
        .usage, "this page was not looked at yet",
        hint: "vesper visit preview shows what will leave")
    }
    guard seen == hash.map({ ($0 < 16 ? "0" : "") + String($0, radix: 16) }).joined() else {
      throw Failure(
        .usage, "the page has changed since you looked at it",
        hint: "vesper visit preview shows it as it is now")
    }
    let bytes = summary.render(
      format == .html ? .html(paper: paper == .a4 ? .a4 : .letter) : .text())
    guard output != "-" else { return try world.console.write(bytes) }
    try OutputFile.write(bytes, to: output, replacing: force)
    try world.console.say("The page is at \(output)")
    try world.console.say("It is not sealed: whoever has the file can read it.")
  }
}
