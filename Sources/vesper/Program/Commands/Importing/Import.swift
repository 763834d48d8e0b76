import ArgumentParser
import Care
import Vault

/// Takes in what another program has kept, or another vault.
struct Import: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take in what you keep elsewhere, for yourself.",
    discussion: """
      jrnl: what jrnl --export json writes. dayone: the JSON in Day One's archive. bearable: Bearable's \
      export. csv: any other table, whose columns you name. ics: a calendar. vesper: what vesper \
      export writes. Everything is for you alone. What is here already is not taken twice. A damaged \
      file is refused whole.
      """)

  enum Source: String, ExpressibleByArgument, CaseIterable {
    case jrnl, dayone, bearable, csv, ics, vesper
  }

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Option(help: "Where it comes from: jrnl, dayone, bearable, csv, ics or vesper.")
  var from: Source

  @Option(help: "Read it from this file, or from standard input for -.")
  var file: String?

  @OptionGroup var table: TableOptions

  @Option(
    help: ArgumentHelp(
      "With --from vesper: what you are called there, where it is another name.",
      valueName: "name"))
  var by: String?

  @Flag(help: "Only show what would come in.")
  var dryRun = false

  /// What would come in is shown with its words; what came in is only counted.
  var showsWords: Bool { dryRun }

  func validate() throws { try table.check(for: from) }

  func run(in world: World) throws {
    let diary = try options.diary(world)
    guard let bytes = try options.given(file, limit: JrnlExport.largestFile, world) else {
      throw Failure(
        .usage, "say which file to take in",
        hint: "jrnl --export json --file journal.json makes one",
        "then vesper import --from jrnl --file journal.json")
    }
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      throw Failure(
        .damaged, "this is a zip archive, and what comes in is a file within it",
        hint: "unzip it first; nothing was imported")
    }
    if from == .ics { return try takeCalendar(bytes, diary, world) }
    let (entries, leftOut) = try read(bytes, diary, world)
    let outcome = try diary.take(entries, isTrial: dryRun)
    try ImportSummary(
      items: outcome.added.map {
        ImportSummary.Item(kind: type(of: $0.value), day: $0.about, line: $0.value.line)
      }, known: outcome.known, leftOut: leftOut, isTrial: dryRun
    ).report(printing, world.console)
  }

  private func takeCalendar(_ bytes: [UInt8], _ diary: Diary, _ world: World) throws {
    let reading = try CalendarReading(bytes, zones: ZoneFiles.hours(world))
    let outcome = try diary.take(reading, for: .private, isTrial: dryRun)
    let leftOut = [LeftOut("dates that are called off", reading.calledOff)]
    try ImportSummary(
      items: outcome.taken.map {
        ImportSummary.Item(kind: Appointment.self, day: $0.date, line: $0.what)
      }, known: outcome.known, leftOut: leftOut.filter { $0.count != 0 }, isTrial: dryRun
    ).report(printing, world.console)
  }

  private func read(
    _ bytes: [UInt8], _ diary: Diary, _ world: World
  ) throws -> ([ImportedEntry], [LeftOut]) {
    let digest = { (bytes: [UInt8]) in OpenVault.digest(bytes) }
    do {
      switch from {
      case .jrnl, .ics: return (try JrnlExport(bytes).imported(digest: digest), [])
      case .dayone:
        let export = try DayOneExport(bytes, zones: ZoneFiles.hours(world))
        return (export.imported(digest: digest), export.leftOut)
      case .bearable:
        let export = try BearableExport(bytes, scales: table.asked().scales)
        return (export.imported(digest: digest), export.leftOut)
      case .csv:
        let columns = try table.asked(of: bytes)
        let rows = try CSVImport(bytes, columns)
        return (rows.imported(digest: digest), rows.leftOut)
      case .vesper:
        let found = try VesperExport(bytes).imported(by: by ?? diary.name)
        if found.byOthers > 0 {
          world.console.remark(
            "note: \(found.byOthers) by somebody else are left out; --by NAME says what you were called"
          )
        }
        if found.onlyShared > 0 {
          world.console.remark(
            "note: \(found.onlyShared) are of kinds that are only ever for two, and are left out")
        }
        return (found.entries, [])
      }
    } catch CareError.notImportable(.otherDates(let expected, let field), let entry, let place) {
      let error = CareError.notImportable(
        .otherDates(expected, field: field), entry: entry, place)
      throw Failure(
        .damaged, error.sentence,
        hint: "say how it writes days: --dates dmy (31/12/2026) or --dates mdy (12/31/2026)",
        "nothing was imported")
    } catch {
      guard let error = error as? CareError, error.hint == nil else { throw error }
      let failure = Failure(error)
      throw Failure(
        failure.code, failure.sentence,
        hint: "nothing was imported; export it again, or mend the file")
    }
  }
}
