// docs/consent.md § Bytes

import Vault

extension AgreementRevision {
  /// The canonical bytes that the revision's hash is taken over.
  var encoded: [UInt8] {
    var writer = CanonicalWriter()
    writer.write(agreement.bytes)
    writer.write(UInt8(truncatingIfNeeded: parents.count))
    for parent in parents { writer.write(parent.bytes) }
    writer.write(reviewAfter)
    writer.write(UInt8(truncatingIfNeeded: items.count))
    for item in items {
      writer.write(item.id.description)
      writer.write(item.what)
      writer.write(item.energyCost ?? Self.noCost)
    }
    writer.write(UInt8(truncatingIfNeeded: signals.count))
    for signal in signals {
      writer.write(signal.signal)
      writer.write(signal.meaning)
    }
    return writer.bytes
  }

  /// Reads a revision; `nil` for anything outside its bounds.
  init?(from reader: inout CanonicalReader) {
    guard let agreement = reader.read(16).flatMap({ AgreementID(bytes: $0) }),
      let parents = reader.list(upTo: 8, { reader in reader.hash() }),
      let reviewAfter = reader.number(UInt8.self),
      let items = reader.list(upTo: 64, { reader in AgreementItem(from: &reader) }),
      let signals = reader.list(upTo: 16, { reader in ComfortSignal(from: &reader) }),
      let revision = try? AgreementRevision(
        agreement: agreement, parents: parents, items: items, signals: signals,
        reviewAfter: reviewAfter)
    else { return nil }
    self = revision
  }

  /// Stands where an item has no cost; costs end at 10.
  fileprivate static let noCost: UInt8 = 255
}

extension AgreementItem {
  fileprivate init?(from reader: inout CanonicalReader) {
    guard let id = reader.text().flatMap({ ItemID($0) }), let what = reader.text(),
      let cost = reader.number(UInt8.self)
    else { return nil }
    self.init(id: id, what: what, energyCost: cost == AgreementRevision.noCost ? nil : cost)
  }
}

extension ComfortSignal {
  fileprivate init?(from reader: inout CanonicalReader) {
    guard let signal = reader.text(), let meaning = reader.text() else { return nil }
    self.init(signal: signal, meaning: meaning)
  }
}
