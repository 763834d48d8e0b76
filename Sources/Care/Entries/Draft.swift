import FoundationEssentials

/// What somebody has typed so far: the answers to a command's questions, and the one being typed.
public struct Draft: Equatable, Sendable, Codable {
  /// An answer as JSON; `nil` for a question that was skipped.
  public struct Answer: Equatable, Sendable, Codable {
    public let key: String
    public let json: String?

    public init(key: String, json: String?) {
      self.key = key
      self.json = json
    }
  }

  /// The answer that is being typed, as it stands.
  public struct Open: Equatable, Sendable, Codable {
    public let key: String
    public let text: String

    public init(key: String, text: String) {
      self.key = key
      self.text = text
    }
  }

  /// Which command it belongs to, and for whom: what was begun for oneself is never offered where
  /// both would read it.
  public let command: String
  /// When it was begun: milliseconds and minutes east of UTC.
  public let begun: Int64
  public let offset: Int16
  /// The day it is about, since 1970.
  public let about: Int32
  public var answers: [Answer] = []
  public var open: Open?

  public init(command: String, begun: Moment, about: CivilDate) {
    self.command = command
    self.begun = begun.milliseconds
    offset = begun.offsetMinutes
    self.about = about.day
  }

  public var beginning: Moment { Moment(milliseconds: begun, offsetMinutes: offset) }

  public var day: CivilDate { CivilDate(day: about) }

  /// Whether nothing was typed.
  public var isEmpty: Bool {
    answers.allSatisfy { $0.json == nil } && (open?.text.allSatisfy(\.isWhitespace) ?? true)
  }

  var encoded: [UInt8]? { (try? JSONEncoder().encode(self)).map(Array.init) }

  /// - Returns: `nil` for what another Vesper wrote and this one does not know.
  init?(encoded: [UInt8]) {
    guard let draft = try? JSONDecoder().decode(Draft.self, from: Data(encoded)) else { return nil }
    self = draft
  }

  /// When it was begun, as one would say it on a given day: "this morning", "Tuesday evening",
  /// "the evening of 2026-02-03".
  public func age(on today: CivilDate) -> String {
    let moment = beginning
    // `2026-03-01T21:30…`
    let hour = Int(moment.description.dropFirst(11).prefix(2)) ?? 0
    let part =
      switch hour {
      case 5..<12: "morning"
      case 12..<17: "afternoon"
      case 17..<22: "evening"
      default: "night"
      }
    switch today.days(since: moment.date) {
    case 0: return part == "night" ? "tonight" : "this \(part)"
    case 1: return part == "night" ? "last night" : "yesterday \(part)"
    case 2...6:
      let day = moment.date.weekday.rawValue
      return "\(day.prefix(1).uppercased())\(day.dropFirst()) \(part)"
    default: return "\(moment.date)"
    }
  }
}
