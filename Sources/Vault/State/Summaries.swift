import Glibc
import Sodium

// docs/format.md § Summaries

/// The summaries of one partner's segments, sealed in a file of their own: it can be lost, and is never
/// trusted further than the chains in it lead.
final class Summaries {
  private let path: String
  private let lockPath: String
  private let vault: VaultID
  private let reader: Reader
  /// Of its own: whether something was summed up just now shows in nothing else that is written.
  private let randomness = Randomness.system
  /// As they are kept, by log and segment.
  private var known: [LogID: [UInt32: ArraySlice<UInt8>]] = [:]
  private var isLoaded = false
  private var isChanged = false
  /// The file that was read.
  private var mark: Mark?

  private static let step = 4_096
  private static let greatest = 8_388_608
  private static let overhead = 40
  private static let headLength = 8

  init(_ places: Places, _ vault: VaultID, _ reader: Reader) {
    path = places.summaries(vault, reader.identity.partner)
    lockPath = places.lock(vault, reader.identity.partner)
    self.vault = vault
    self.reader = reader
  }

  /// What is kept of a segment; whether it is right, its chain alone tells.
  func summary(of number: UInt32, in log: LogPlace) -> SegmentSummary? {
    load()
    guard let bytes = known[log.id]?[number] else { return nil }
    return try? SegmentSummary(bytes, of: log)
  }

  func isKept(_ number: UInt32, in log: LogPlace) -> Bool {
    load()
    return known[log.id]?[number] != nil
  }

  func keep(_ summary: SegmentSummary) {
    load()
    let log = summary.log
    var writer = FieldWriter(room: SegmentSummary.length)
    summary.encode(into: &writer)
    guard known[log]?[summary.number] != writer.bytes[...] else { return }
    known[log, default: [:]][summary.number] = writer.bytes[...]
    isChanged = true
  }

  /// Lets go of what is kept of a segment, as far as the disk does not matter.
  func drop(_ number: UInt32, of log: LogID) {
    load()
    guard known[log]?.removeValue(forKey: number) != nil else { return }
    isChanged = true
  }

  /// Lets go of what is kept of segments in which something is being erased; gone for good when this returns.
  /// Only for whoever holds the writer's lock.
  ///
  /// The file is another one afterwards even where it said nothing of it, so that a reading which began before and
  /// summed a segment up meanwhile leaves off saving that.
  func forget(_ segments: [(log: LogID, number: UInt32)]) {
    guard !segments.isEmpty else { return }
    (known, isLoaded, isChanged) = ([:], false, false)
    load()
    for segment in segments { known[segment.log]?[segment.number] = nil }
    do {
      try Storage.create(path, sealed(), replacing: true, suffix: randomness.bytes(8))
    } catch {
      // Better none than one that says more than is left.
      unlink(path)
      try? Storage.syncFolder(Storage.parent(of: path))
    }
    mark = Mark(of: path)
  }

  /// Keeps what is new, unless somebody else writes or has written meanwhile. It is no loss where that cannot be,
  /// and nobody waits for the disk.
  func save() {
    guard isChanged, let lock = try? WriterLock.take(lockPath, waiting: false) else { return }
    isChanged = false
    if Mark(of: path) == mark, let bytes = try? sealed() {
      try? Storage.replace(path, by: bytes, suffix: randomness.bytes(8))
      mark = Mark(of: path)
    }
    _ = consume lock
  }

  /// The file as it is to be.
  private func sealed() throws(VaultError) -> [UInt8] {
    let most =
      (Summaries.greatest - Summaries.overhead - Summaries.headLength) / SegmentSummary.length
    let all = known.sorted { $0.key < $1.key }
      .flatMap { $0.value.sorted { $0.key < $1.key }.map(\.value) }.prefix(most)
    let length =
      Summaries.overhead + Summaries.headLength + all.count * SegmentSummary.length
    let size = (length + Summaries.step - 1) / Summaries.step * Summaries.step
    var writer = FieldWriter(room: size)
    writer.put(UInt32(clamping: all.count))
    writer.put(UInt32(0))
    for summary in all { writer.put(summary) }
    writer.fill(to: size - Summaries.overhead)
    let nonce = randomness.bytes(24)
    do {
      return nonce
        + (try AEAD.seal(
          writer.bytes, additionalData: additionalData(size), nonce: nonce,
          key: reader.identity.stateKey))
    } catch { throw .primitive(error) }
  }

  /// What tells one file that stood under the name from the next; `nil` where there is none.
  private struct Mark: Equatable {
    private let number: UInt
    private let length: Int
    private let changed: Int
    private let changedNanoseconds: Int

    init?(of path: String) {
      var facts = stat()
      guard lstat(path, &facts) == 0 else { return nil }
      (number, length) = (facts.st_ino, Int(facts.st_size))
      (changed, changedNanoseconds) = (facts.st_ctim.tv_sec, facts.st_ctim.tv_nsec)
    }
  }

  private func load() {
    guard !isLoaded else { return }
    isLoaded = true
    mark = Mark(of: path)
    // What does not open or read is as if it were not there: it is made anew.
    guard
      let bytes = try? Storage.read(path, limit: Summaries.greatest, name: "summaries"),
      bytes.count >= Summaries.step,
      let contents = try? AEAD.open(
        Array(bytes[24...]), additionalData: additionalData(bytes.count),
        nonce: Array(bytes[..<24]), key: reader.identity.stateKey)
    else { return }
    var fields = FieldReader(contents, file: "summaries")
    guard let count = try? fields.number(UInt32.self), (try? fields.zeros(4)) != nil else { return }
    for _ in 0..<count {
      guard let bytes = try? fields.take(SegmentSummary.length) else { return known = [:] }
      var place = FieldReader(bytes, file: "summaries")
      guard let log = try? place.identifier(LogID.self), let number = try? place.number(UInt32.self)
      else { return }
      known[log, default: [:]][number] = bytes
    }
  }

  private func additionalData(_ size: Int) -> [UInt8] {
    var writer = FieldWriter()
    writer.put(Label.summary)
    writer.put(vault.bytes)
    writer.put(reader.identity.partner.bytes)
    writer.put(UInt32(truncatingIfNeeded: size))
    return writer.bytes
  }
}
