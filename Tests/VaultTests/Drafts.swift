import Testing

@testable import Vault

/// A record to append, with everything that a test does not care about filled in.
func draft(
  _ body: String, _ audience: Audience = .private, _ logClass: LogClass = .diary,
  at entered: Int64 = 0,
  kind: UInt16 = 7, about: Int32 = 20_454
) -> RecordDraft {
  RecordDraft(
    kind: kind, audience: audience, logClass: logClass, entered: entered, zone: 60, about: about,
    body: Array(body.utf8))
}

/// A record of so many bytes of body.
func draft(
  bytes count: Int, _ audience: Audience = .private, _ logClass: LogClass = .diary,
  at entered: Int64 = 0
) -> RecordDraft {
  RecordDraft(
    kind: 7, audience: audience, logClass: logClass, entered: entered, zone: 0, about: 0,
    body: (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) })
}

extension Record {
  var text: String { String(decoding: body, as: UTF8.self) }
}

extension OpenVault {
  /// Appends several records where their ids do not matter.
  func write(_ drafts: [RecordDraft]) throws { _ = try append(drafts) }

  /// Every record that can be read, newest first.
  func all(where wanted: @escaping (RecordFields) -> Bool = { _ in true }) throws -> [Record] {
    let sequence = try records(where: wanted)
    var all: [Record] = []
    while let record = try sequence.next() { all.append(record) }
    return all
  }

  /// The text of every record that can be read, newest first.
  func texts() throws -> [String] { try all().map(\.text) }

  /// The verdict on one log; `nil` where it is not reported.
  func verdict(on log: LogID) throws -> Verdict? {
    try verify(nil).first { $0.log == log }?.verdict
  }
}
