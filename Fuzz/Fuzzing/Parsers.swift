import Sodium

@testable import Care
@testable import Vault

/// A parser that reads bytes from outside, and what has to hold of anything that it accepts.
struct Parser: Sendable {
  let name: String
  let read: @Sendable ([UInt8]) -> Void

  static let all: [Parser] = vault + care

  private static let vault = [
    Parser(name: "vault-file") { bytes in
      guard let id = try? VaultFile.decode(bytes) else { return }
      holds(VaultFile.encode(id) == bytes, "one vault has one file")
    },
    Parser(name: "public-identity") { bytes in
      // The id is that of the keys in it, so that the parser goes beyond the name.
      guard bytes.count >= 80,
        let keys = try? PublicIdentity(
          boxKey: Array(bytes[16..<48]), signingKey: Array(bytes[48..<80]))
      else { return }
      _ = try? PublicIdentity(bytes, named: keys.partner)
    },
    Parser(name: "identity-file") { bytes in
      guard bytes.count >= 116, let partner = PartnerID(bytes: Array(bytes[84..<116])) else {
        return
      }
      _ = try? IdentityFile(bytes, named: partner)
    },
    Parser(name: "state-contents") { bytes in
      guard let state = try? DeviceState(bytes, file: "state") else { return }
      let again = try? DeviceState(state.encode(), file: "state")
      holds(again == state, "a state is read as it was written")
    },
    Parser(name: "segment-header") { bytes in
      guard let raw = try? SegmentHeader.decode(bytes, file: "0.segment") else { return }
      holds(raw.bound == Array(bytes.prefix(raw.bound.count)), "what is bound is what was read")
    },
    Parser(name: "frame") { bytes in
      guard let frame = Cell.Frame(bytes) else { return }
      holds(frame.part < frame.parts, "a part is one of its parts")
    },
    Parser(name: "record") { bytes in
      // The first bytes choose the log that the record is said to stand in.
      guard bytes.count > 2 else { return }
      for header in headers where header.audience.rawValue == bytes[0] % 2 + 1 {
        let record = try? StoredRecord(Array(bytes.dropFirst()), in: header, file: "0.segment")
        if let record { holds(record.body.count <= 1 << 20, "a body has a largest size") }
      }
    },
    Parser(name: "tombstone") { _ = try? Tombstone($0, file: "0.segment") },
    Parser(name: "recovery-code") { bytes in
      // The line is read from a descriptor into locked memory; here it only is checked.
      guard bytes.count <= 1024 else { return }
      _ = String(validating: bytes, as: UTF8.self)
    },
  ]

  private static let headers: [SegmentHeader] = [
    (LogClass.diary, Audience.private), (.diary, .shared), (.consent, .shared),
  ]
  .compactMap { logClass, audience in
    guard let author = PartnerID(bytes: [UInt8](repeating: 1, count: 32)),
      let reader = PartnerID(bytes: [UInt8](repeating: 2, count: 32))
    else { return nil }
    return SegmentHeader(
      logClass: logClass, audience: audience, number: 0, vault: VaultID(value: 1),
      log: LogID(value: 2), author: author, recipient: audience == .shared ? reader : nil,
      firstIndex: 0, previousChain: [UInt8](repeating: 0, count: 32))
  }

  private static func shortened(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.prefix(32)) }

  private static func canBeKept(_ entries: [ImportedEntry]) {
    for entry in entries {
      holds((try? EntryCoding.json(of: entry.value)) != nil, "what was taken in can be written")
      holds(entry.tags.allSatisfy(Tags.isTag), "what is called a tag is one")
    }
  }

  private static let care = [
    Parser(name: "json") { bytes in
      guard let tree = try? JSONScanner.scan(bytes) else { return }
      let again = try? JSONScanner.scan(tree.compact)
      holds(again?.compact == tree.compact, "JSON is read as it was written")
    },
    Parser(name: "entry-input") { bytes in
      // The first byte chooses the kind.
      guard let first = bytes.first else { return }
      let kind = Kinds.all[Int(first) % Kinds.all.count]
      guard let input = try? EntryInput.decode(Array(bytes.dropFirst()), as: kind) else { return }
      holds((try? EntryCoding.json(of: input.value)) != nil, "what was taken in can be written")
      _ = input.value.line
    },
    Parser(name: "plain-text") { bytes in
      guard let input = try? EntryInput.reflection(bytes) else { return }
      holds((try? EntryCoding.json(of: input.value)) != nil, "what was taken in can be written")
    },
    Parser(name: "jrnl") { _ = try? JrnlExport($0) },
    Parser(name: "dayone") { bytes in
      let nowhere = ZoneHours(local: nil) { _ in nil }
      guard let export = try? DayOneExport(bytes, zones: nowhere) else { return }
      canBeKept(export.imported(digest: shortened))
    },
    Parser(name: "bearable") { bytes in
      guard let export = try? BearableExport(bytes, scales: [:]) else { return }
      canBeKept(export.imported(digest: shortened))
    },
    Parser(name: "csv") { bytes in
      let columns = CSVColumns(names: [.date: "When", .text: "Words", .tags: "Labels"])
      guard let table = try? CSVImport(bytes, columns) else { return }
      canBeKept(table.imported(digest: shortened))
    },
    Parser(name: "civil-date") { bytes in
      guard let text = String(validating: bytes, as: UTF8.self), let today = CivilDate("2026-03-12")
      else { return }
      if let date = try? CivilDate(text, today: today) {
        holds(CivilDate(date.description) == date, "a date is read as it was written")
      }
    },
    Parser(name: "consent-body") { bytes in
      guard bytes.count > 1 else { return }
      let tag = 0x100 + UInt16(bytes[0] % 16)
      let body = Array(bytes.dropFirst())
      guard let read = ConsentBody(tag: tag, bytes: body) else { return }
      holds(read.bytes == body, "there is one way to write a consent body")
    },
    Parser(name: "held-answer") { bytes in
      guard let read = HeldAnswer(bytes: bytes) else { return }
      holds(read.bytes == bytes, "there is one way to write a held answer")
    },
  ]
}
