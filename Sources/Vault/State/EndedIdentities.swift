import Sodium

// docs/format.md § Device state (items 4 to 7)

extension DeviceState {
  private static let endedType: UInt16 = 4
  private static let toldType: UInt16 = 5
  private static let renewedType: UInt16 = 6
  private static let announcedType: UInt16 = 7

  /// Where the logs of partners' identities end that were renewed.
  var ended: [PartnerID: LogEnds] {
    get {
      Dictionary(
        items(DeviceState.endedType).compactMap { try? DeviceState.ends(in: $0, file: "state") }
      ) { first, _ in first }
    }
    set {
      let sorted = newValue.sorted { $0.key < $1.key }
      setItems(
        DeviceState.endedType,
        to: sorted.map { partner, ends in
          var writer = FieldWriter()
          writer.put(partner.bytes)
          for head in ends.all { writer.put(head) }
          return writer.bytes
        })
    }
  }

  private static func ends(in item: [UInt8], file: String) throws(VaultError)
    -> (PartnerID, LogEnds)
  {
    var reader = FieldReader(item, file: file)
    let partner = try reader.partner()
    var ends = LogEnds()
    while reader.remaining > 0 { ends.add(try Head(&reader)) }
    return (partner, ends)
  }

  /// What was said last to the partner about the ends of one's own earlier logs, as a hash.
  var told: (partner: PartnerID, hash: [UInt8])? {
    get {
      guard let item = items(DeviceState.toldType).first,
        let partner = PartnerID(bytes: item.prefix(32))
      else { return nil }
      return (partner, Array(item.dropFirst(32)))
    }
    set {
      setItems(DeviceState.toldType, to: newValue.map { [$0.partner.bytes + $0.hash] } ?? [])
    }
  }

  /// Who this identity's owner is now, where it was renewed on this device.
  var renewed: PartnerID? {
    get { items(DeviceState.renewedType).first.flatMap { PartnerID(bytes: $0) } }
    set { setItems(DeviceState.renewedType, to: newValue.map { [$0.bytes] } ?? []) }
  }

  /// Who partners say to be now, by the word of who they were, before anybody has compared that.
  var announced: [PartnerID: PartnerID] {
    get {
      Dictionary(
        items(DeviceState.announcedType).compactMap { item in
          guard let earlier = PartnerID(bytes: item.prefix(32)),
            let next = PartnerID(bytes: item.dropFirst(32))
          else { return nil }
          return (earlier, next)
        }
      ) { first, _ in first }
    }
    set {
      let sorted = newValue.sorted { $0.key < $1.key }
      setItems(DeviceState.announcedType, to: sorted.map { $0.bytes + $1.bytes })
    }
  }

  /// Refuses items about endings that are not what they have to be.
  func checkEndings(_ file: String) throws(VaultError) {
    var partners: Set<PartnerID> = []
    for item in items(DeviceState.endedType) {
      let (partner, _) = try DeviceState.ends(in: item, file: file)
      guard partners.insert(partner).inserted else { throw .damage(.bounds, in: file) }
    }
    let announced = items(DeviceState.announcedType)
    guard announced.allSatisfy({ $0.count == 64 }),
      Set(announced.map { $0.prefix(32) }).count == announced.count
    else { throw .damage(.bounds, in: file) }
    let told = items(DeviceState.toldType)
    let renewed = items(DeviceState.renewedType)
    guard told.count <= 1, told.allSatisfy({ $0.count == 64 }), renewed.count <= 1,
      renewed.allSatisfy({ $0.count == 32 })
    else {
      throw .damage(.bounds, in: file)
    }
  }

  /// Keeps what partners have said of who they were before, as far as it is proved.
  mutating func learn(
    _ endings: [(ending: Ending, author: PartnerID)], with keys: ReadingKeys
  ) throws(VaultError) {
    for (ending, author) in endings where ending.isProved(by: author, to: keys) {
      var known = ended
      var ends = known[ending.earlier] ?? LogEnds()
      for head in ending.heads { ends.add(head) }
      guard ends != known[ending.earlier] else { continue }
      // What is read now is read by what is known now.
      known[ending.earlier] = try ends.pruned(keys, by: ending.earlier)
      ended = known
    }
  }
}
