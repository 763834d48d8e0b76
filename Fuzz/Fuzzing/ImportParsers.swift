import Vault

@testable import Care

extension Parser {
  /// What other programs have written.
  static let imports = [
    Parser(name: "jrnl") { bytes in
      guard let export = try? JrnlExport(bytes) else { return }
      canBeKept(export.imported(digest: shortened))
    },
    Parser(name: "dayone") { bytes in
      for zones in [nowhere, everywhere] {
        guard let export = try? DayOneExport(bytes, zones: zones) else { continue }
        canBeKept(export.imported(digest: shortened))
      }
    },
    Parser(name: "bearable") { bytes in
      let scales = CSVColumns.Scale("1-5").map { [CSVColumns.Part.mood: $0, .energy: $0] } ?? [:]
      for scales in [[:], scales] {
        guard let export = try? BearableExport(bytes, scales: scales) else { continue }
        canBeKept(export.imported(digest: shortened))
      }
    },
    Parser(name: "csv") { bytes in
      for columns in [words, readings] {
        guard let table = try? CSVImport(bytes, columns) else { continue }
        canBeKept(table.imported(digest: shortened))
      }
    },
    Parser(name: "column-map") { bytes in
      // The first line is read as a scale, the rest is a cell.
      guard let text = String(validating: bytes, as: UTF8.self) else { return }
      let lines = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      let cell = lines.last.map(String.init) ?? ""
      if let scale = CSVColumns.Scale(lines[0]), let reading = scale.reading(cell) {
        holds((0...10).contains(reading), "a reading is 0 through 10")
      }
      for order in CSVColumns.Dates.allCases {
        guard let (day, _) = WrittenDay.read(cell, order) else { continue }
        holds(CivilDate(day.description) == day, "a day is read as it was written")
      }
    },
    Parser(name: "vesper-export") { bytes in
      guard let export = try? VesperExport(bytes) else { return }
      canBeKept(export.imported(by: "Ada").entries)
    },
    Parser(name: "calendar") { bytes in
      guard let calendar = try? CalendarReading(bytes, zones: everywhere) else { return }
      holds(
        calendar.appointments.count <= CalendarReading.mostEvents, "a calendar has a largest size")
      for appointment in calendar.appointments {
        kept(appointment, about: appointment.date, tags: [])
        if let rule = appointment.repeats {
          guard let read = RecurrenceRule(rule) else {
            holds(false, "a rule is read as it was written")
            continue
          }
          _ = read.days(
            from: appointment.date, in: appointment.date...appointment.date.adding(days: 60))
        }
      }
    },
    Parser(name: "time-zone") { bytes in
      for rules in [
        TimeZoneRules(tzif: bytes), TimeZoneRules(posix: String(decoding: bytes, as: UTF8.self)),
      ] {
        guard let rules else { continue }
        for minutes in stride(from: 0, to: 40_000_000, by: 5_000_000) {
          let east = rules.minutesEast(atWall: minutes)
          holds(abs(east) <= TimeZoneRules.mostOffset / 60, "no place is further from UTC")
        }
      }
    },
  ]

  private static func shortened(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.prefix(32)) }

  private static let nowhere = ZoneHours(local: nil) { _ in nil }
  private static let everywhere = ZoneHours(
    local: TimeZoneRules(posix: "CET-1CEST,M3.5.0,M10.5.0/3")
  ) { _ in TimeZoneRules(posix: "EST5EDT,M3.2.0,M11.1.0") }

  private static let words = CSVColumns(names: [.date: "When", .text: "Words", .tags: "Labels"])
  private static let readings = CSVColumns(
    names: [.date: "When", .time: "Hour", .text: "Words", .pain: "Pain", .mood: "Mood"],
    scales: CSVColumns.Scale("1-5").map { [.mood: $0] } ?? [:], dates: .dmy)

  private static func canBeKept(_ entries: [ImportedEntry]) {
    for entry in entries {
      holds(entry.tags.allSatisfy(Tags.isTag), "what is called a tag is one")
      kept(entry.value, about: entry.about, tags: entry.tags)
    }
  }

  /// Whether a value that was taken in can be written into a record and read again.
  private static func kept(_ value: any EntryKind, about: CivilDate, tags: [String]) {
    guard let json = try? EntryCoding.json(of: value),
      let nobody = PartnerID(bytes: [UInt8](repeating: 0, count: 32))
    else {
      holds(false, "what was taken in can be written")
      return
    }
    let kind = type(of: value)
    let header = EntryHeader(
      id: RecordID(value: 1), tag: kind.tag, author: nobody,
      audience: kind.audiences.allows(.private) ? .private : .shared, logClass: kind.logClass,
      about: about, entered: Moment(milliseconds: 0))
    let body = Array("{\"value\":".utf8) + json + Array("}".utf8)
    let again = try? EntryCoding.decode(body, header: header)
    holds(
      again.flatMap { try? EntryCoding.json(of: $0.value) } == json,
      "what was taken in is read as it was written")
  }
}
