import Vault

/// One log as far as it is held, with every point at which it cannot be vouched for.
///
/// A point of doubt is a head: one that is named and has not arrived, one of several that claim the
/// same place, one whose record does not read, or one that the vault reports. Uniform points let a
/// closing name exactly what it closes, and nothing that comes to light later.
struct HeldLog: Sendable {
  /// From the verified header; `nil` where nothing of the log has arrived.
  let author: PartnerID?
  let records: [SeenHead: ConsentRecord]
  let doubts: Set<SeenHead>
  /// The vault's facts do not fit the records: no closing can settle that.
  let isUnaccountable: Bool
  /// Something of it is here and could not be read.
  let isUnread: Bool

  init(_ held: [ConsentRecord], named: Set<SeenHead>, facts: LogFacts?) {
    author = facts?.author
    isUnread = facts?.isUnread ?? false
    let records = Dictionary(held.map { ($0.head, $0) }) { first, _ in first }
    self.records = records

    var found = facts?.doubts ?? []
    found.formUnion(named.filter { $0.count > 0 && records[$0] == nil })
    var places: [UInt64: SeenHead] = [:]
    for record in held {
      if record.index > 0, records[record.predecessor] == nil { found.insert(record.predecessor) }
      if record.payload == nil || record.index == .max { found.insert(record.head) }
      if records[record.head] != record { found.insert(record.head) }
      if let other = places.updateValue(record.head, forKey: record.index), other != record.head {
        found.formUnion([other, record.head])
      }
    }
    doubts = found

    isUnaccountable =
      if let facts {
        held.contains { $0.author != facts.author } || !facts.verdict.isSound && found.isEmpty
      } else {
        !held.isEmpty
      }
  }

  /// Whether the log can be vouched for up to everything that anybody has named.
  var isSound: Bool { doubts.isEmpty && !isUnaccountable }

  /// Whether the stretch of the log that ends at `head` contains `record`.
  func reaches(_ record: ConsentRecord, from head: SeenHead) -> Bool {
    if isSound { return record.index < head.count }
    var head = head
    while head != record.head {
      guard head.count > record.head.count, let last = records[head], last.index < head.count
      else { return false }
      head = last.predecessor
    }
    return true
  }

  /// The last point of every stretch that is held.
  var ends: Set<SeenHead> {
    Set(records.keys).subtracting(records.values.map(\.predecessor))
  }

  /// The furthest point that is held without a gap or a fork; `nil` where there is none.
  var vouchedHead: SeenHead? {
    let places = Dictionary(grouping: records.values, by: \.index)
    var last: SeenHead?
    while let here = places[last?.count ?? 0], here.count == 1, let next = here.first,
      last == nil || next.predecessor == last, next.head.count < .max
    {
      last = next.head
    }
    return last
  }
}
