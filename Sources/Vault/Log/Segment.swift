import Glibc
import Sodium

// docs/format.md § Segment header, § Cells

/// One segment file, read whole and opened.
final class Segment: Sendable {
  /// The file, relative to the vault, for errors.
  let file: String
  let header: SegmentHeader
  let key: SegmentKey
  /// The file's bytes, as many as there were when it was opened.
  let bytes: [UInt8]

  /// Whole cells, the header counted.
  var cellCount: Int { bytes.count / Cell.length }
  /// Bytes after the last whole cell.
  var ragged: Int { bytes.count % Cell.length }

  /// Reads and opens a segment of a log.
  ///
  /// - Parameter log: what path and header have to agree on.
  /// - Returns: `nil` where there is no such file.
  static func open(
    _ number: UInt32, of log: LogPlace, as reader: borrowing Identity,
    pinned: [PartnerID: PinnedPartner], verifyingBothSlots: Bool = false, headerOnly: Bool = false
  ) throws(VaultError) -> Segment? {
    let bytes: [UInt8]
    do {
      bytes = try Storage.read(
        log.path(of: number), limit: Cell.longestSegment, name: log.name(of: number),
        first: headerOnly ? SegmentHeader.length : .max)
    } catch .system("open", _, ENOENT) {
      return nil
    } catch let fault where fault.isOfOnePlace {
      // A link, a directory, a bad sector: one such file must not end the reading of all others.
      throw .damage(.unreadable, in: log.name(of: number))
    } catch .damaged(let damage) {
      // Longer than a segment can be: unless a newer Vesper made it, and may make them longer.
      let start = try Storage.read(
        log.path(of: number), limit: .max, name: log.name(of: number), first: SegmentHeader.length)
      var reader = FieldReader(start, file: log.name(of: number))
      try reader.begin("VSPRSEGM")
      throw .damaged(damage)
    }
    return try Segment(
      bytes, number, of: log, as: reader, pinned: pinned, verifyingBothSlots: verifyingBothSlots)
  }

  init(
    _ bytes: [UInt8], _ number: UInt32, of log: LogPlace, as reader: borrowing Identity,
    pinned: [PartnerID: PinnedPartner], verifyingBothSlots: Bool = false
  ) throws(VaultError) {
    file = log.name(of: number)
    let raw = try SegmentHeader.decode(bytes, file: file)
    header = raw.header
    guard header.vault == log.vault else { throw .damage(.foreign, in: file) }
    guard header.log == log.id, header.author == log.author, header.audience == log.audience,
      header.number == number
    else { throw .damage(.path, in: file) }
    key = try SegmentKey(
      opening: raw, as: reader, pinned: pinned, verifyingBothSlots: verifyingBothSlots, file: file
    )
    self.bytes = bytes
  }

  /// Opens a cell's frame; `nil` where it does not authenticate or breaks a rule.
  func frame(_ number: Int, into buffer: inout [UInt8]) -> Cell.Frame? {
    guard Cell.open(number, of: bytes, key: key, into: &buffer) else { return nil }
    return Cell.Frame(buffer)
  }

  /// Whether a cell authenticates, whatever it then holds.
  func isAuthentic(_ number: Int, buffer: inout [UInt8]) -> Bool {
    Cell.open(number, of: bytes, key: key, into: &buffer)
  }

  /// The cells from `first` that make up one record, joined.
  enum Span {
    case record([UInt8], parts: Int)
    case tombstone([UInt8], parts: Int)
    /// Authentic as far as it goes, and the file ends before its last part.
    case incomplete
    /// This cell does not open, or does not fit to those before it.
    case broken(at: Int)
  }

  func span(from first: Int, buffer: inout [UInt8]) -> Span {
    guard let start = frame(first, into: &buffer), start.part == 0 else {
      return .broken(at: first)
    }
    let parts = Int(start.parts)
    var payload: [UInt8] = []
    payload.reserveCapacity(min(parts, max(cellCount - first, 1)) * Cell.payloadLength)
    payload += buffer[8...]
    for part in 1..<max(parts, 1) {
      guard first + part < cellCount else { return .incomplete }
      guard
        frame(first + part, into: &buffer)
          == Cell.Frame(content: start.content, part: UInt16(part), parts: start.parts)
      else { return .broken(at: first + part) }
      payload += buffer[8...]
    }
    return start.content == .record
      ? .record(payload, parts: parts) : .tombstone(payload, parts: parts)
  }

  /// The chain that the record ending before a cell carries; `nil` where it cannot be read.
  func chain(before cell: Int, buffer: inout [UInt8]) -> [UInt8]? {
    guard cell > 1 else { return header.previousChain }
    guard let last = frame(cell - 1, into: &buffer) else { return nil }
    let start = cell - 1 - Int(last.part)
    // Where erasing was interrupted, the first cell may be another kind than the last.
    guard start >= 1, let first = start == cell - 1 ? last : frame(start, into: &buffer),
      first.part == 0
    else { return nil }
    let place = first.content == .record ? 8 + 80 : 8 + 56
    return Array(buffer[place..<place + 32])
  }

  /// Whether everything from a cell to the end of the file is zero: a file that grew before its
  /// bytes arrived.
  func isZero(from cell: Int) -> Bool {
    bytes[min(cell * Cell.length, bytes.count)...].allSatisfy { $0 == 0 }
  }
}

/// Where a log is, and what its path says of it.
struct LogPlace: Hashable, Sendable {
  let vaultPath: String
  let vault: VaultID
  let author: PartnerID
  let audience: Audience
  let id: LogID

  /// Where it is in a vault or a linked folder.
  var relative: String {
    "logs/\(author)/\(audience == .private ? "private" : "shared")/\(id)"
  }
  var folder: String { "\(vaultPath)/\(relative)" }
  /// The names that lead to it, from a vault or a linked folder down.
  var way: [String] { relative.split(separator: "/").map(String.init) }
  func path(of segment: UInt32) -> String { "\(folder)/\(segment).segment" }
  func name(of segment: UInt32) -> String { "\(relative)/\(segment).segment" }

  /// Whether a segment is here, or another side of one: a directory without is no log.
  /// The first name that says so is enough: there may be thousands.
  func isHeld() throws(VaultError) -> Bool {
    var isHeld = false
    try Storage.eachName(in: folder) { name in
      isHeld = LogPlace.number(ofSegment: name) != nil || LogPlace.branch(of: name) != nil
      return !isHeld
    }
    return isHeld
  }

  /// The numbers of the segments that are here, ascending.
  func segments() throws(VaultError) -> [UInt32] { try contents().segments }

  /// Segments and other sides of forks in one look: a log of many years has thousands of names.
  func contents() throws(VaultError) -> (segments: [UInt32], branches: [Branch]) {
    try LogPlace.contents(of: folder)
  }

  static func contents(of folder: String) throws(VaultError) -> (
    segments: [UInt32], branches: [Branch]
  ) {
    var (segments, branches): ([UInt32], [Branch]) = ([], [])
    try Storage.eachName(in: folder) { name in
      if let number = number(ofSegment: name) {
        segments.append(number)
      } else if let branch = branch(of: name) {
        branches.append(branch)
      }
      return true
    }
    return (
      segments.sorted(), branches.sorted { ($0.number, $0.copy) < ($1.number, $1.copy) }
    )
  }

  /// The number of the segment that a file's name says it is.
  static func number(ofSegment name: String) -> UInt32? {
    number(ofSegment: Array(name.utf8)[...])
  }

  /// The same of the name's bytes: digits as a number has them, and `.segment`.
  static func number(ofSegment name: ArraySlice<UInt8>) -> UInt32? {
    let digits = name.dropLast(ending.count)
    guard name.suffix(ending.count) == ending, (1...10).contains(digits.count),
      digits.first != UInt8(ascii: "0") || digits.count == 1
    else { return nil }
    var number: UInt64 = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      number = number * 10 + UInt64(digit - UInt8(ascii: "0"))
    }
    return UInt32(exactly: number)
  }

  private static let ending: ArraySlice<UInt8> = Array(".segment".utf8)[...]

  /// A copy of a segment that contradicts the one of its number: the other side of a fork.
  struct Branch: Hashable {
    let number: UInt32
    /// From 1.
    let copy: Int
    /// The most that are kept beside one segment.
    static let most = 16
  }

  func path(of branch: Branch) -> String { "\(folder)/\(branch.number).\(branch.copy).branch" }
  func name(of branch: Branch) -> String {
    "\(relative)/\(branch.number).\(branch.copy).branch"
  }

  /// The other sides of forks that are here, by number and copy.
  func branches() throws(VaultError) -> [Branch] { try contents().branches }

  private static func branch(of name: ArraySlice<UInt8>) -> Branch? {
    branch(of: String(decoding: name, as: UTF8.self))
  }

  /// The side of a fork that a file's name says it is.
  static func branch(of name: String) -> Branch? {
    guard name.hasSuffix(".branch") else { return nil }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[2] == "branch", let number = UInt32(parts[0]),
      String(number) == parts[0], let copy = Int(parts[1]), String(copy) == parts[1],
      (1...Branch.most).contains(copy)
    else { return nil }
    return Branch(number: number, copy: copy)
  }

  /// The logs of one author for one audience that are in a vault, by id.
  static func all(
    of author: PartnerID, _ audience: Audience, in places: Places, _ vault: VaultID
  ) throws(VaultError) -> [LogPlace] {
    try Storage.names(in: places.logs(of: author, audience)).compactMap { name in
      LogID(hex: name).map {
        LogPlace(
          vaultPath: places.vault, vault: vault, author: author, audience: audience, id: $0)
      }
    }
  }
}
