import Care
import Glibc
import Vault

/// Writes entries for both partners, whose lines `vesper export` could have written, into the vault
/// that XDG_DATA_HOME and XDG_STATE_HOME name: Filling PASSPHRASE-DESCRIPTOR < LINES
///
/// `vesper import` discloses nothing, so there is no such door in the program; `vesper write --us`
/// once an entry takes a long time for fifty thousand. This does with the same code what that does,
/// the two partners by turns, a day's entries of one at a time.
@main
enum Filling {
  static func main() throws {
    let words = CommandLine.arguments
    guard words.count == 2, let descriptor = Int32(words[1]) else {
      throw Unfit.words("usage: Filling PASSPHRASE-DESCRIPTOR < LINES")
    }
    let export = try VesperExport(read(0))
    var writers: [Writer] = []
    for name in ["Ada", "Noor"] {
      writers.append(
        try Writer(name, export, passphrase: Passphrase.readLine(from: descriptor)))
    }
    var kept = 0
    while let day = writers.compactMap(\.nextDay).min() {
      for writer in writers { kept += try writer.write(day) }
    }
    guard kept == export.count else { throw Unfit.words("\(export.count) in, \(kept) kept") }
  }

  private static func read(_ descriptor: Int32) throws -> [UInt8] {
    var all: [UInt8] = []
    var room = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = Glibc.read(descriptor, &room, room.count)
      guard count >= 0 else { throw Unfit.words("standard input: \(errno)") }
      guard count > 0 else { return all }
      all += room[..<count]
    }
  }
}

/// One partner's diary, and what is still to be written there, in the order of its days.
final class Writer {
  private let diary: Diary
  private let vault: OpenVault
  private let entries: [ImportedEntry]
  private var next = 0

  init(_ name: String, _ export: VesperExport, passphrase: consuming Passphrase) throws {
    var environment: [String: String] = [:]
    for key in ["XDG_DATA_HOME", "XDG_STATE_HOME"] {
      guard let value = getenv(key) else { throw Unfit.words("\(key) is not set") }
      environment[key] = String(cString: value)
    }
    let places = Places(vault: nil, environment: environment)
    let partner = try Identities.choose(named: name, places)
    let identity = try Identities.open(partner, places, passphrase: passphrase)
    vault = try OpenVault(places, as: identity)
    diary = Diary(vault, clock: .system)
    entries = export.imported(by: name).entries.sorted { $0.about < $1.about }
  }

  var nextDay: CivilDate? { next < entries.count ? entries[next].about : nil }

  /// All of one day; how many they were.
  func write(_ day: CivilDate) throws -> Int {
    var drafts: [RecordDraft] = []
    let now = Clock.system.now()
    while nextDay == day {
      let (value, kind) = (entries[next].value, type(of: entries[next].value))
      let entry = Entry(
        id: RecordID(value: 0), value: value, author: diary.me, audience: .shared, about: day,
        entered: now)
      drafts.append(
        RecordDraft(
          kind: kind.tag, audience: .shared, logClass: kind.logClass, entered: now.milliseconds,
          zone: now.offsetMinutes, about: day.day, body: try EntryCoding.encode(entry)))
      next += 1
    }
    guard !drafts.isEmpty else { return 0 }
    // As each command does: notices how far the other has come.
    _ = try diary.settle()
    return try vault.append(drafts).count
  }
}

/// What could not be done.
enum Unfit: Error {
  case words(String)
}
