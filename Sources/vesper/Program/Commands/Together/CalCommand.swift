import ArgumentParser
import Care
import Vault

/// The calendar of two, or of one.
struct CalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cal", abstract: "Rest days, appointments and care dates.",
    discussion: "Without more words it shows the days ahead.",
    subcommands: [
      CalShow.self, Add<Appointment>.self, CalImport.self, CalExport.self,
      Retire<Appointment>.self,
    ], defaultSubcommand: CalShow.self)
}

/// The days ahead.
struct CalShow: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the days ahead.")

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Option(help: ArgumentHelp("How many days ahead, 1 to 366; else 30.", valueName: "n"))
  var days = 30

  @Flag(name: .customLong("us"), help: "Only what both of you see.")
  var onlyShared = false

  func validate() throws {
    if !(1...366).contains(days) { throw ValidationError("--days takes a number from 1 to 366") }
  }

  /// One line of the calendar.
  private struct Row {
    let day: CivilDate
    let time: TimeOfDay?
    let what: String
    let sort: String
    let zone: String?
    let isMine: Bool
  }

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let window = diary.today...diary.today.adding(days: days - 1)
    var rows = Self.rows(try diary.plans(), in: window, isMine: diary.other == nil)
    if !onlyShared { rows += Self.rows(try diary.ownPlans(), in: window, isMine: true) }
    rows.sort {
      ($0.day, $0.time?.minute ?? -1, $0.what) < ($1.day, $1.time?.minute ?? -1, $1.what)
    }
    if printing.json { return try world.console.say(JSONText.array(rows.map(Self.json))) }
    if rows.isEmpty { try world.console.say("Nothing in these days. vesper cal add begins.") }
    for row in rows {
      let time = row.time.map { " \($0)" } ?? ""
      let zone = row.zone.map { " (\($0))" } ?? ""
      let mark = row.isMine && diary.other != nil ? " · for you alone" : ""
      try world.console.say(
        "\(row.day.weekday.rawValue.prefix(3)) \(row.day)\(time) \(row.what)\(zone)\(mark)")
    }
  }

  private static func rows(_ plans: Plans, in window: ClosedRange<CivilDate>, isMine: Bool)
    -> [Row]
  {
    plans.appointments.flatMap { kept in
      kept.value.days(in: window).map { day in
        Row(
          day: day, time: kept.value.time, what: kept.value.what,
          sort: kept.value.sort?.rawValue ?? "other", zone: kept.value.zone, isMine: isMine)
      }
    }
      + plans.restDays.filter(window.contains).map {
        Row(day: $0, time: nil, what: "rest day", sort: "rest day", zone: nil, isMine: isMine)
      }
  }

  private static func json(_ row: Row) -> String {
    JSONText.object([
      "date": JSONText.string(row.day.description),
      "time": row.time.map { JSONText.string($0.description) } ?? "null",
      "what": JSONText.string(row.what), "sort": JSONText.string(row.sort),
      "zone": row.zone.map(JSONText.string) ?? "null",
      "audience": JSONText.string(row.isMine ? "private" : "shared"),
    ])
  }
}

/// Takes a clinic's appointment in.
struct CalImport: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take in a calendar file, such as a clinic's appointment.",
    discussion: "What comes in is for you alone unless you say --us.")

  @OptionGroup var options: Options
  @OptionGroup var audience: AudienceOptions
  @OptionGroup var printing: Printing

  @Argument(help: "The file, or - for standard input.")
  var file: String

  @Flag(help: "Say what would come in, and keep nothing.")
  var dryRun = false

  var showsWords: Bool { dryRun }

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let bytes = try options.given(file, limit: 16_777_216, world) ?? []
    let reading = try CalendarReading(bytes, zones: ZoneFiles.hours(world))
    let outcome = try diary.take(reading, for: audience.asked, isTrial: dryRun)
    if printing.json {
      return try world.console.say(
        JSONText.object([
          "added": "\(outcome.added)", "changed": "\(outcome.changed)", "known": "\(outcome.known)",
        ]))
    }
    if dryRun {
      for appointment in reading.appointments.prefix(20) {
        try world.console.say("  \(appointment.line)")
      }
    }
    let verb = dryRun ? "would come in" : "came in"
    let who = audience.asked == .shared ? "for both of you" : "for you alone"
    var line = "\(outcome.added) \(verb), \(who)"
    if outcome.changed > 0 { line += "; \(outcome.changed) changed" }
    if outcome.known > 0 { line += "; \(outcome.known) known already" }
    if reading.calledOff > 0 { line += "; \(reading.calledOff) called off" }
    try world.console.say(line + ".")
  }
}

/// Gives the calendar out.
struct CalExport: Command {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a calendar file for other programs.",
    discussion: """
      Dates, rest days and rituals of both, without notes and places; what is for you alone is not \
      in it. The file is not sealed.
      """)

  @OptionGroup var options: Options

  @Flag(help: "Only that a time is taken, for the next 90 days: no detail at all.")
  var busy = false

  @Flag(help: "With --busy: your private dates take time too.")
  var mine = false

  @Option(
    help: ArgumentHelp(
      "The file to write, or - for standard output; else it is asked for.", valueName: "file"))
  var output: String?

  @Flag(help: "Write over a file that is there.")
  var force = false

  func validate() throws {
    if mine && !busy { throw ValidationError("--mine goes together with --busy") }
  }

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let bytes =
      busy
      ? try diary.busyCalendar(mine: mine)
      : try diary.calendar(zones: ZoneFiles.hours(world))
    let output = try place(world)
    guard output != "-" else { return try world.console.write(bytes) }
    try OutputFile.write(bytes, to: output, replacing: force)
    try world.console.say("The calendar is at \(output)")
    try world.console.say("It is not sealed: whoever has the file can read it.")
  }

  private func place(_ world: World) throws -> String {
    if let output { return output }
    guard options.mayAsk(world) else {
      throw Failure(.usage, "say where the calendar goes", hint: "as in --output calendar.ics")
    }
    let questions = Questions(console: world.console, writer: nil)
    guard let typed = try questions.askLine("Write it to which file? Enter: calendar.ics") else {
      throw VaultError.interrupted
    }
    return typed.isEmpty ? "calendar.ics" : typed
  }
}
