import FoundationEssentials
import Vault

extension AgreementView: Encodable {
  private enum Key: String, CodingKey {
    case agreement, revision, reviewBy, signals, items
  }

  private enum ItemKey: String, CodingKey {
    case id, what, state
  }

  /// The shape of `agree show --json`; `reviewBy` is a day (ISO 8601), or null.
  public func encode(to encoder: any Encoder) throws {
    var document = encoder.container(keyedBy: Key.self)
    try document.encode(agreement.description, forKey: .agreement)
    try document.encode(revision.description, forKey: .revision)
    try document.encode(reviewDay.map(Self.text), forKey: .reviewBy)
    try document.encode(signals, forKey: .signals)
    var list = document.nestedUnkeyedContainer(forKey: .items)
    for item in items {
      var entry = list.nestedContainer(keyedBy: ItemKey.self)
      try entry.encode(item.id.description, forKey: .id)
      try entry.encode(item.what, forKey: .what)
      try entry.encode(item.state, forKey: .state)
    }
  }

  /// The document's bytes: keys sorted, so that equal views give equal bytes.
  public static func document(_ views: [AgreementView]) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(views))
  }

  /// A day as `2026-05-04`.
  private static func text(_ date: CivilDate) -> String {
    let moment = Date(timeIntervalSince1970: Double(date.day) * 86_400)
    return moment.formatted(.iso8601.year().month().day())
  }
}
