public import Vault

/// A date in the couple's calendar: an appointment, or a care date.
///
/// Date and time are those on the wall where it takes place (RFC 5545 § 3.3.5, form 1). A zone is
/// kept where another calendar named one.
public struct Appointment: EntryKind {
  public enum Sort: String, Sendable, CaseIterable, Codable {
    case appointment
    case careDate = "care date"
    case other
  }

  public var what: String
  public var sort: Sort?
  public var date: CivilDate
  /// None for a whole day.
  public var time: TimeOfDay?
  /// How long it lasts, in minutes; with `time` alone.
  public var minutes: Int?
  /// How many whole days it lasts; of no meaning with a `time`.
  public var days: Int?
  /// The zone's name in the IANA database.
  public var zone: String?
  /// Minutes east of UTC on `date` at `time`, where a zone is named.
  public var offset: Int?
  /// How it comes back, as an RRULE; see ``RecurrenceRule``.
  public var repeats: String?
  /// Days on which it does not come back.
  public var except: [CivilDate]?
  public var place: String?
  public var note: String?
  /// The name that another calendar gave it.
  public var uid: String?

  public init(what: String, date: CivilDate) {
    self.what = what
    self.date = date
  }

  public static let name = "cal"
  public static let title = "date"
  public static let tag = KindTag.appointment
  public static let hasCommand = false
  public static let defaultAudience = Audience.shared
  public static let summaryRule = SummaryRule.never
  public static let fields = [
    Field("what", .line(max: 200), prompt: "What is it?", required: true),
    Field("sort", .choice(of: Sort.self), prompt: "What sort of date is it?"),
    Field("date", .date, prompt: "On which day?", required: true),
    Field("time", .time, prompt: "At what time? Enter: all day"),
    Field(
      "minutes", .number(1...10_080), label: "lasts (minutes)",
      prompt: "How many minutes does it take, 1 to 10080?", follows: "time"),
    Field("place", .line(max: 200), prompt: "Where is it?"),
    Field("note", .text(max: 2000), prompt: "Anything to remember?"),
    Field(
      "repeats", .line(max: 300), prompt: "How does it come back? Enter: once; or as FREQ=WEEKLY"),
    Field("days", .number(1...366), label: "lasts (days)", prompt: "For how many days?")
      .forScripts(),
    Field("zone", .line(max: 80), prompt: "In which time zone?").forScripts(),
    Field(
      "offset", .number(-1080...1080), label: "minutes from UTC",
      prompt: "How many minutes east of UTC?"
    ).forScripts(),
    Field("except", .list(.date, max: 366), label: "except on", prompt: "Not on?")
      .forScripts(),
    Field("uid", .line(max: 255), label: "known as", prompt: "Its UID?").forScripts(),
  ]
  public static let example: Appointment = {
    var appointment = Appointment(what: "pain clinic, Dr Osei", date: CivilDate(day: 20_520))
    appointment.sort = .appointment
    appointment.time = TimeOfDay("14:30")
    appointment.minutes = 40
    appointment.days = 1
    appointment.zone = "Europe/Berlin"
    appointment.offset = 60
    appointment.repeats = "FREQ=MONTHLY;COUNT=3"
    appointment.except = [CivilDate(day: 20_550)]
    appointment.place = "second floor"
    appointment.note = "Bring the list."
    appointment.uid = "a1@clinic.example"
    return appointment
  }()

  public func check() throws(CareError) {
    if minutes != nil, time == nil { throw .field("minutes", .needs("\"time\"")) }
    if let repeats, RecurrenceRule(repeats) == nil {
      throw .field("repeats", .expected("a rule such as FREQ=WEEKLY;BYDAY=TU"))
    }
  }

  public var line: String {
    "\(date)\(time.map { " \($0)" } ?? "") · \(what)" + (repeats == nil ? "" : " · comes back")
  }
}
