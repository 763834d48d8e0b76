// docs/format.md § What can be read without any key

/// What can be said of a log without any key: names, lengths and clear fields.
public struct ClosedLog: Sendable {
  public let log: LogID
  public let author: PartnerID
  public let audience: Audience
  /// As its first header says; nobody vouches for that.
  public let logClass: LogClass?
  public let files: Int
  public let bytes: Int
  /// Whether every header is one, and fits the path it stands in.
  public let fits: Bool

  /// The logs of one partner, and the shared ones of others; nothing else is looked at.
  public static func all(in places: Places, for partner: PartnerID) throws(VaultError)
    -> [ClosedLog]
  {
    let vault = try OpenVault.identify(places)
    var logs: [LogPlace] = try LogPlace.all(of: partner, .private, in: places, vault)
    for author in try Storage.names(in: places.logs).compactMap({ PartnerID(hex: $0) }) {
      logs += try LogPlace.all(of: author, .shared, in: places, vault)
    }
    var found: [ClosedLog] = []
    for place in logs { found.append(try ClosedLog(place)) }
    return found
  }

  private init(_ place: LogPlace) throws(VaultError) {
    log = place.id
    author = place.author
    audience = place.audience
    var (bytes, fits) = (0, true)
    var logClass: LogClass?
    let numbers = try place.segments()
    for number in numbers {
      guard let file = try? OpenFile(place.path(of: number), 0), let length = try? file.length(),
        length <= Cell.longestSegment,
        let start = try? file.read(SegmentHeader.length),
        let header = try? SegmentHeader.decode(start, file: place.name(of: number)).header,
        (header.vault, header.log, header.author) == (place.vault, place.id, place.author),
        header.audience == place.audience, header.number == number
      else {
        fits = false
        continue
      }
      bytes += length
      logClass = logClass ?? header.logClass
    }
    files = numbers.count
    self.bytes = bytes
    self.fits = fits
    self.logClass = logClass
  }
}
