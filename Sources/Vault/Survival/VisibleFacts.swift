import Glibc
import Sodium

// docs/format.md § What can be read without any key

/// What the files of one partner show to somebody who has no key: counted, never opened.
///
/// The other partner's private logs are not looked at.
public struct VisibleFacts: Sendable {
  /// The logs of one author for one audience and class.
  public struct Logs: Sendable, Equatable {
    public let isOwn: Bool
    public let audience: Audience
    /// `nil` where a header could not be read.
    public let logClass: LogClass?
    public var logs = 0
    public var segments = 0
    public var bytes = 0
    /// Records that the headers count; those of each log's last segment are not among them.
    public var records: UInt64 = 0
  }

  /// Diary logs. Consent logs are not counted: see ``count(_:isOwn:)``.
  public private(set) var logs: [Logs] = []
  /// What one guess at the passphrase costs: passes, and memory in MiB; `nil` without an identity.
  public let guess: (passes: UInt32, memoryMiB: UInt32)?
  /// The size of the sealed state in bytes; `nil` where there is none.
  public let state: Int?
  /// The size of the sealed summaries in bytes; `nil` where there are none.
  public let summaries: Int?
  /// Whether others of the machine may enter the vault's directory.
  public let isOpenToOthers: Bool
  /// Authors of whom no header tells whether they are the partner, or who one was oneself; their logs
  /// are not counted.
  public private(set) var unknownAuthors = 0

  /// - Parameter formers: who the partner was before renewals; `nil` where nobody can tell, the vault
  ///   being locked: then the headers say it, as far as they do.
  public init(of partner: PartnerID, formerly formers: [PartnerID]?, _ places: Places)
    throws(VaultError)
  {
    let vault = try VaultFile.read(places)
    let bytes = try? Storage.read(
      places.identity(partner), limit: 4096, name: "identities/\(partner).key")
    let file = bytes.flatMap { try? IdentityFile($0, named: partner) }
    guess = file.map { ($0.cost.passes, $0.cost.memoryKiB / 1024) }
    state = try? OpenFile(places.deviceState(vault, partner), O_RDONLY).length()
    summaries = try? OpenFile(places.summaries(vault, partner), O_RDONLY).length()
    var facts = stat()
    isOpenToOthers = stat(places.vault, &facts) == 0 && facts.st_mode & 0o077 != 0
    let authors = try Storage.names(in: places.logs).compactMap { PartnerID(hex: $0) }
    let sides = try AuthorSides(of: partner, formers, authors, places, vault)
    for author in [partner] + authors.filter({ $0 != partner }) {
      guard let isOwn = sides.isOwn(author) else {
        if try !LogPlace.all(of: author, .shared, in: places, vault).isEmpty { unknownAuthors += 1 }
        continue
      }
      for audience in isOwn ? [Audience.private, .shared] : [.shared] {
        for log in try LogPlace.all(of: author, audience, in: places, vault) {
          try count(log, isOwn: isOwn)
        }
      }
    }
  }

  private mutating func count(_ log: LogPlace, isOwn: Bool) throws(VaultError) {
    let segments = try log.segments()
    guard let last = segments.last else { return }
    let header = try? SegmentHeader.decode(
      Storage.read(
        log.path(of: last), limit: .max, name: log.name(of: last), first: SegmentHeader.length),
      file: log.name(of: last)
    ).header
    // That there is one, or that it has grown, would say that somebody has answered an agreement.
    if header?.logClass == .consent { return }
    var bytes = 0
    for number in segments {
      bytes += (try? OpenFile(log.path(of: number), O_RDONLY).length()) ?? 0
    }
    let place =
      logs.firstIndex {
        $0.isOwn == isOwn && $0.audience == log.audience && $0.logClass == header?.logClass
      } ?? logs.endIndex
    if place == logs.endIndex {
      logs.append(Logs(isOwn: isOwn, audience: log.audience, logClass: header?.logClass))
    }
    logs[place].logs += 1
    logs[place].segments += segments.count
    logs[place].bytes += bytes
    logs[place].records =
      logs[place].records.addingReportingOverflow(header?.firstIndex ?? 0)
      .partialValue
  }
}
