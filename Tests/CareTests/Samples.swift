import Care
import FoundationEssentials
import Testing
import Vault

/// Two partners, one day, and short ways to make entries.
enum Samples {
  static let ana = partner(1)
  static let ben = partner(2)
  static let today = date("2026-03-12")

  static func partner(_ byte: UInt8) -> PartnerID {
    guard let id = PartnerID(bytes: [UInt8](repeating: byte, count: 32)) else {
      preconditionFailure("32 bytes make a partner id")
    }
    return id
  }

  static func date(_ text: String) -> CivilDate { CivilDate(text) ?? .earliest }

  static func id(_ number: Int) -> RecordID { RecordID(value: UInt128(number)) }

  /// An entry of Ana's, private, entered at noon of the day it is about.
  static func entry(
    _ number: Int, _ value: any EntryKind, about: String = "2026-03-10",
    entered: String? = nil, minute: Int = 0, by author: PartnerID = ana,
    for audience: Audience = .private, tags: [String] = [], amends: Int? = nil,
    source: String? = nil
  ) -> Entry {
    let day = Int64(date(entered ?? about).day)
    return Entry(
      id: id(number), value: value, author: author, audience: audience, about: date(about),
      entered: Moment(milliseconds: day * 86_400_000 + 43_200_000 + Int64(minute) * 60_000),
      tags: tags, amends: amends.map { id($0) }, source: source)
  }

  static func checkIn(_ ratings: [Measure: Int], note: String? = nil) -> CheckIn {
    var checkIn = CheckIn()
    for (measure, value) in ratings { checkIn[measure] = value }
    checkIn.note = note
    return checkIn
  }

  /// A file beside the tests.
  static func file(_ name: String, _ path: String = #filePath) throws -> [UInt8] {
    let folder = URL(filePath: path).deletingLastPathComponent()
    return Array(try Data(contentsOf: folder.appending(path: name)))
  }

  /// Compares a text with a golden file. With `VESPER_RECORD` set the file is written anew, and the
  /// test does not pass, so that nobody records by accident.
  static func expect(_ text: String, matches name: String, _ path: String = #filePath) throws {
    let place = URL(filePath: path).deletingLastPathComponent().appending(path: name)
    if ProcessInfo.processInfo.environment["VESPER_RECORD"] != nil {
      try Data(text.utf8).write(to: place)
      Issue.record("recorded \(name): review it")
      return
    }
    let golden = try String(decoding: Data(contentsOf: place), as: UTF8.self)
    #expect(text == golden)
  }
}
