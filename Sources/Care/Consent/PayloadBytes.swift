// docs/consent.md § Bytes

import Vault

extension ConsentPayload {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .revision(let revision):
      writer.write(revision.encoded)
    case .commitment(let commitment):
      writer.write(commitment.revision.bytes)
      writer.write(commitment.sealed.bytes)
    case .opening(let opening):
      writer.write(opening.commitment.bytes)
      writer.write(opening.against.bytes)
      writer.write(opening.salt.bytes)
      writer.write(opening.answer.bits)
    case .withdrawal(let withdrawal):
      writer.write((withdrawal.agreement ?? AgreementID(value: 0)).bytes)
      writer.write(UInt8(truncatingIfNeeded: withdrawal.items?.count ?? 0))
      for item in (withdrawal.items ?? []).sorted() { writer.write(item.description) }
    case .pause, .resume, .healthChange:
      break
    case .closing(let closing):
      writer.write(closing.log.bytes)
      writer.write(UInt8(truncatingIfNeeded: closing.doubts.count))
      for doubt in closing.doubts {
        writer.write(doubt.count)
        writer.write(doubt.chain.bytes)
      }
    }
  }

  /// Reads the payload that `tag` names; `nil` for an unknown tag and for anything malformed.
  init?(tag: UInt16, from reader: inout CanonicalReader) {
    let payload: ConsentPayload? =
      switch tag {
      case 0x0100: AgreementRevision(from: &reader).map { .revision($0) }
      case 0x0101: AnswerCommitment(from: &reader).map { .commitment($0) }
      case 0x0102: AnswerOpening(from: &reader).map { .opening($0) }
      case 0x0103: Withdrawal(from: &reader).map { .withdrawal($0) }
      case 0x0104: .pause
      case 0x0105: .resume
      case 0x0106: .healthChange
      case 0x0107: LogClosing(from: &reader).map { .closing($0) }
      default: nil
      }
    guard let payload else { return nil }
    self = payload
  }
}

extension AnswerCommitment {
  fileprivate init?(from reader: inout CanonicalReader) {
    guard let revision = reader.hash(), let sealed = reader.hash() else { return nil }
    self.init(revision: revision, sealed: sealed)
  }
}

extension AnswerOpening {
  fileprivate init?(from reader: inout CanonicalReader) {
    guard let commitment = reader.hash(), let against = reader.hash(), let salt = reader.hash(),
      let bits = reader.number(UInt64.self)
    else { return nil }
    self.init(commitment: commitment, against: against, salt: salt, answer: Answer(bits: bits))
  }
}

extension Withdrawal {
  fileprivate init?(from reader: inout CanonicalReader) {
    guard let agreement = reader.read(16).flatMap({ AgreementID(bytes: $0) }),
      let items = reader.list(upTo: 64, { reader in reader.text().flatMap { ItemID($0) } })
    else { return nil }
    if items.isEmpty {
      self.init(allOf: agreement)
    } else if let some = try? Withdrawal(Set(items), of: agreement) {
      self = some
    } else {
      return nil
    }
  }
}

extension LogClosing {
  fileprivate init?(from reader: inout CanonicalReader) {
    guard let log = reader.read(16).flatMap({ LogID(bytes: $0) }),
      let doubts = reader.list(
        upTo: 128,
        { reader in
          guard let count = reader.number(UInt64.self), let chain = reader.hash() else {
            return SeenHead?.none
          }
          return SeenHead(count: count, chain: chain)
        }),
      let closing = try? LogClosing(log: log, doubts: doubts)
    else { return nil }
    self = closing
  }
}
