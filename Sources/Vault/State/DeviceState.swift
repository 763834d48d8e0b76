// docs/format.md § Device state

/// What this device remembers of a vault for one partner, sealed: whom it trusts, which logs it
/// writes, how far it has seen each log, and the latest time it has known.
struct DeviceState: Equatable {
  var generation: UInt64 = 0
  /// Says whether the state was made on this machine, 16 bytes.
  var machine: [UInt8]
  /// The latest time any command has seen, in milliseconds.
  var highWater: Int64 = .min
  var pins: [PinnedPartner] = []
  var ownLogs: [OwnLog] = []
  var heads: [LogID: SeenHead] = [:]
  /// For each own log, the indices of other logs that its records have named.
  var named: [LogID: [LogID: UInt64]] = [:]
  /// What else there is to remember, in ascending order of type; unknown types are kept.
  var items: [StateItem] = []

  struct OwnLog: Equatable {
    let log: LogID
    let logClass: LogClass
    let audience: Audience
  }

  struct SeenHead: Equatable {
    var index: UInt64
    var chain: [UInt8]
    var segment: UInt32
    var cells: UInt32
    /// Whose log it is and for whom, so that it is known once the log is gone.
    var author: PartnerID
    var logClass: LogClass
    var audience: Audience

    /// The index that the next record has.
    func following() throws(VaultError) -> UInt64 {
      guard index < .max else { throw .damage(.bounds, in: "state") }
      return index + 1
    }

    /// The place after the record, from which a scan goes on.
    var position: LogPosition {
      LogPosition(
        segment: segment, cell: Int(cells), nextIndex: index == .max ? index : index + 1,
        chain: chain)
    }
  }

  init(machine: [UInt8]) { self.machine = machine }

  func encode() -> [UInt8] {
    var writer = FieldWriter()
    writer.put(generation)
    writer.put(machine)
    writer.put(highWater)
    writer.put(UInt16(clamping: pins.count))
    writer.put(UInt16(clamping: ownLogs.count))
    writer.put(UInt16(clamping: heads.count))
    writer.put(UInt16(clamping: named.values.reduce(0) { $0 + $1.count }))
    for pin in pins { writer.put(pin.encoded) }
    for own in ownLogs {
      writer.put(own.log.bytes)
      writer.put(own.logClass.rawValue)
      writer.put(own.audience.rawValue)
      writer.put([UInt8](repeating: 0, count: 6))
    }
    for (log, head) in heads.sorted(by: { $0.key < $1.key }) {
      writer.put(log.bytes)
      writer.put(head.index)
      writer.put(head.chain)
      writer.put(head.segment)
      writer.put(head.cells)
      writer.put(head.author.bytes)
      writer.put(head.logClass.rawValue)
      writer.put(head.audience.rawValue)
      writer.put([UInt8](repeating: 0, count: 6))
    }
    for (own, others) in named.sorted(by: { $0.key < $1.key }) {
      for (other, index) in others.sorted(by: { $0.key < $1.key }) {
        writer.put(own.bytes)
        writer.put(other.bytes)
        writer.put(index)
      }
    }
    for item in items { item.encode(into: &writer) }
    return writer.bytes
  }

  init(_ contents: [UInt8], file: String) throws(VaultError) {
    var reader = FieldReader(contents, file: file)
    generation = try reader.number()
    machine = Array(try reader.take(16))
    highWater = try reader.number()
    let pinCount = try reader.number(UInt16.self)
    let ownCount = try reader.number(UInt16.self)
    let headCount = try reader.number(UInt16.self)
    let namedCount = try reader.number(UInt16.self)
    for _ in 0..<pinCount {
      pins.append(try PinnedPartner(&reader))
    }
    for _ in 0..<ownCount {
      let log = try reader.identifier(LogID.self)
      guard let logClass = LogClass(rawValue: try reader.number()),
        let audience = Audience(rawValue: try reader.number())
      else { throw .damage(.bounds, in: file) }
      try reader.zeros(6)
      ownLogs.append(OwnLog(log: log, logClass: logClass, audience: audience))
    }
    for _ in 0..<headCount {
      let log = try reader.identifier(LogID.self)
      heads[log] = try SeenHead(&reader)
    }
    for _ in 0..<namedCount {
      let own = try reader.identifier(LogID.self)
      let other = try reader.identifier(LogID.self)
      named[own, default: [:]][other] = try reader.number(UInt64.self)
    }
    items = try StateItem.decodeAll(&reader)
    try checkItems(file)
    guard heads.count == headCount, Set(ownLogs.map(\.log)).count == ownLogs.count,
      Set(pins.map(\.keys.partner)).count == pins.count,
      named.values.reduce(0, { $0 + $1.count }) == namedCount
    else { throw .damage(.bounds, in: file) }
  }
}
