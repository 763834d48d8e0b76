// docs/format.md § Device state (items)

/// Something that a device remembers beside the fixed lists of its state.
struct StateItem: Equatable {
  /// Not 0; docs/format.md lists the known ones.
  let type: UInt16
  let bytes: [UInt8]

  func encode(into writer: inout FieldWriter) {
    writer.put(type)
    writer.put(UInt32(clamping: bytes.count))
    writer.put(bytes)
  }

  /// Reads items up to the zeros that fill a state.
  static func decodeAll(_ reader: inout FieldReader) throws(VaultError) -> [StateItem] {
    var items: [StateItem] = []
    while reader.remaining >= 2 {
      let type = try reader.number(UInt16.self)
      guard type != 0 else { break }
      guard type >= items.last?.type ?? 0 else { throw .damage(.bounds, in: reader.file) }
      let count = Int(try reader.number(UInt32.self))
      items.append(StateItem(type: type, bytes: Array(try reader.take(count))))
    }
    try reader.zeros(reader.remaining)
    return items
  }
}

extension DeviceState {
  /// The bytes of every item of a type, in order.
  func items(_ type: UInt16) -> [[UInt8]] {
    items.filter { $0.type == type }.map(\.bytes)
  }

  /// Puts these items in the place of all others of the type.
  mutating func setItems(_ type: UInt16, to values: [[UInt8]]) {
    items.removeAll { $0.type == type }
    let place = items.firstIndex { $0.type > type } ?? items.endIndex
    items.insert(contentsOf: values.map { StateItem(type: type, bytes: $0) }, at: place)
  }
}
