/// The hours of one time zone: which offset from UTC holds at which wall time.
///
/// A pure value, read from a TZif file (RFC 8536) or from a calendar's own `VTIMEZONE`
/// (RFC 5545 § 3.6.5).
public struct TimeZoneRules: Sendable, Equatable {
  /// A change of offset at an instant, in seconds since 1970, UTC.
  struct Change: Sendable, Equatable {
    let at: Int64
    /// Seconds east of UTC from then on.
    let offset: Int
  }

  /// Ascending.
  let changes: [Change]
  /// Before the first change.
  let first: Int
  /// After the last one.
  let rest: PosixZone?

  /// No place is further from UTC than 18 hours, in seconds.
  static let mostOffset = 64_800

  /// The offset at an instant, in seconds east of UTC.
  func offset(at instant: Int64) -> Int {
    if let last = changes.last, instant >= last.at, let rest { return rest.offset(at: instant) }
    if changes.isEmpty, let rest { return rest.offset(at: instant) }
    return changes.last { $0.at <= instant }?.offset ?? first
  }

  /// The offset at a wall time, in minutes east of UTC.
  ///
  /// Of two that fit, in the hour that comes twice, it is the earlier; in the hour that is left out
  /// it is the one from before (RFC 5545 § 3.3.5).
  func minutesEast(atWall minutes: Int) -> Int {
    let wall = Int64(minutes) * 60
    let before = offset(at: wall - 86_400)
    let after = offset(at: wall + 86_400)
    for candidate in [before, after] where offset(at: wall - Int64(candidate)) == candidate {
      return candidate / 60
    }
    return before / 60
  }
}

extension TimeZoneRules {
  /// A zone from its POSIX text alone, as `TZ` may hold it.
  public init?(posix text: String) {
    guard let rule = PosixZone(text) else { return nil }
    self.init(changes: [], first: rule.standard, rest: rule)
  }

  /// Reads a TZif file (RFC 8536 § 3); `nil` for anything that is not one.
  public init?(tzif bytes: [UInt8]) {
    guard bytes.count <= 262_144, let header = TZifHeader(ArraySlice(bytes)) else { return nil }
    // Version 1 holds 32-bit times; what follows it holds the same and more in 64 bits (§ 3.1).
    let isWide = header.version >= 2
    var block = bytes.dropFirst(TZifHeader.length)
    var counts = header
    if isWide {
      block = block.dropFirst(header.blockLength(timeSize: 4))
      guard let second = TZifHeader(block) else { return nil }
      counts = second
      block = block.dropFirst(TZifHeader.length)
    }
    let size = isWide ? 8 : 4
    guard counts.types > 0, counts.times <= 4096, counts.types <= 256,
      block.count >= counts.blockLength(timeSize: size)
    else { return nil }
    var reader = CanonicalReader(Array(block))
    var times: [Int64] = []
    for _ in 0..<counts.times {
      guard
        let time = isWide
          ? reader.number(UInt64.self).map({ Int64(bitPattern: $0) })
          : reader.number(UInt32.self).map({ Int64(Int32(bitPattern: $0)) })
      else { return nil }
      times.append(time)
    }
    guard let kinds = reader.read(counts.times) else { return nil }
    var offsets: [Int] = []
    for _ in 0..<counts.types {
      guard let offset = reader.number(UInt32.self), reader.read(2) != nil else { return nil }
      offsets.append(Int(Int32(bitPattern: offset)))
    }
    guard kinds.allSatisfy({ Int($0) < offsets.count }),
      offsets.allSatisfy({ abs($0) <= Self.mostOffset }),
      zip(times, times.dropFirst()).allSatisfy(<)
    else { return nil }
    changes = zip(times, kinds).map { Change(at: $0, offset: offsets[Int($1)]) }
    first = offsets[0]
    let footer = block.dropFirst(counts.blockLength(timeSize: size))
    rest =
      isWide
      ? PosixZone(String(decoding: footer.dropFirst().prefix { $0 != 10 }, as: UTF8.self)) : nil
  }
}

/// The header of a TZif block, RFC 8536 § 3.1.
private struct TZifHeader {
  static let length = 44
  let version: UInt8
  let utc, standard, leaps, times, types, characters: Int

  init?(_ bytes: ArraySlice<UInt8>) {
    guard bytes.count >= Self.length else { return nil }
    var reader = CanonicalReader(Array(bytes.prefix(Self.length)))
    guard reader.read(4) == Array("TZif".utf8), let version = reader.number(UInt8.self),
      reader.read(15) != nil
    else { return nil }
    // "1" has a zero there; "2" and later have their digit.
    self.version = version == 0 ? 1 : version &- UInt8(ascii: "0")
    var counts: [Int] = []
    while let count = reader.number(UInt32.self) {
      guard count <= 65_536 else { return nil }
      counts.append(Int(count))
    }
    guard counts.count == 6 else { return nil }
    (utc, standard, leaps) = (counts[0], counts[1], counts[2])
    (times, types, characters) = (counts[3], counts[4], counts[5])
  }

  func blockLength(timeSize: Int) -> Int {
    times * (timeSize + 1) + types * 6 + characters + leaps * (timeSize + 4) + standard + utc
  }
}
