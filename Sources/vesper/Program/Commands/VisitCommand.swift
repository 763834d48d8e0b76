import ArgumentParser
import Care
import Reporting
import Vault

/// Preparing a visit to a clinician, and the page that goes along.
struct VisitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "visit",
    abstract: "Prepare a visit, and the page you take along.",
    discussion:
      "Nothing is on the page unless you pick it. In this order: prep, pick, preview, export.",
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
    guard let visit else {
      guard let newest = visits.first else {
        throw Failure(.missing, "no visit is prepared yet", hint: "vesper visit prep begins one")
      }
      return newest
    }
    let missing = Failure(
      .missing, "there is no visit with that id", hint: "vesper list --kind visit shows ids")
    return try FirstDigits.find(
      visit, among: visits, id: { $0.id.description }, missing: missing)
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
    let source = ValueSource(options: options, file: file)
    let input = try source.read(Care.Visit.self, title: "A visit", diary, world) { _ in
      EntryInput.fields(of: Care.Visit.self)
    }
    guard let input else {
      return try world.console.say("Nothing was answered, so nothing is prepared.")
    }
    let ids = try diary.write(input)
    guard let id = ids.first else { return }
    if printing.json {
      return try world.console.say(JSONText.object(["id": JSONText.string(id.description)]))
    }
    try world.console.say("Prepared, for you alone. \(id.description.prefix(8))")
    try world.console.say(
      "Next: vesper visit pick\(options.naming(diary, world)), to choose what the page shows.")
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
    let given = ["visit": Amendments.target(for: visit).description]
    let source = ValueSource(options: options, file: file)
    let input = try source.read(
      Care.VisitPick.self, given: given, title: "What the page shows", diary, world
    ) { questions in
      let choice = try PickChoice(visit, diary)
      choice.show(on: world.console)
      questions.identifier = { choice.identifier($0, diary) }
      return choice.fields
    }
    guard let pick = input?.value as? Care.VisitPick else {
      return try world.console.say("Nothing was picked, so nothing has changed.")
    }
    let problems = try diary.pick(pick, for: visit)
    guard problems.isEmpty else {
      throw Failure(
        .damaged, problems.map(\.sentence).joined(separator: "; "),
        hint: "nothing was changed; vesper list shows ids")
    }
    try world.console.say(
      "Picked. vesper visit preview\(options.naming(diary, world)) shows exactly what will leave.")
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

  @Option(
    help: ArgumentHelp(
      "The file to write, or - for standard output; else it is asked for.", valueName: "file"))
  var output: String?

  @Flag(help: "Write over a file that is there.")
  var force = false

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let visit = try visit.entry(diary)
    let summary = try page.summary(diary, visit)
    guard let seen = try diary.pageSeen(for: visit) else {
      throw Failure(
        .usage, "this page has not been looked at yet",
        hint: "vesper visit preview shows what will leave")
    }
    guard seen == Diary.pageHash(summary.canonicalBytes) else {
      throw Failure(
        .usage, "the page has changed since you looked at it",
        hint: "vesper visit preview shows it as it is now")
    }
    let output = try place(of: visit, world)
    let bytes = summary.render(
      format == .html ? .html(paper: paper == .a4 ? .a4 : .letter) : .text())
    guard output != "-" else { return try world.console.write(bytes) }
    try OutputFile.write(bytes, to: output, replacing: force)
    try world.console.say("The page is at \(output)")
    try world.console.say("It is not sealed: whoever has the file can read it.")
  }

  /// Where the page goes: what was named, else what is answered.
  private func place(of visit: Entry, _ world: World) throws -> String {
    if let output { return output }
    let day = (visit.value as? Care.Visit)?.date ?? visit.about
    let usual = "visit-\(day).\(format == .html ? "html" : "txt")"
    guard options.mayAsk(world) else {
      throw Failure(.usage, "say where the page goes", hint: "as in --output \(usual)")
    }
    let questions = Questions(console: world.console, writer: nil)
    guard let typed = try questions.askLine("Write it to which file? Enter: \(usual)") else {
      throw VaultError.interrupted
    }
    return typed.isEmpty ? usual : typed
  }
}
