import Glibc

// docs/format.md § Files

/// The files of a vault that one partner may take along, wherever they were left: a vault's
/// directory, or a shared folder.
///
/// The other partner's private logs are not looked for.
struct Remains {
  /// Paths relative to the vault, in the order in which they are to be copied.
  private(set) var paths: [String]
  /// The bytes of one of them.
  let read: (String) throws(VaultError) -> [UInt8]
  /// The partner's sealed state, where it came along.
  var state: [UInt8]?

  init(paths: [String], read: @escaping (String) throws(VaultError) -> [UInt8]) {
    self.paths = paths
    self.read = read
  }

  /// What is in a directory that is laid out like a vault.
  ///
  /// - Parameter former: who the partner was before renewals.
  init(in folder: String, for partner: PartnerID, formerly former: [PartnerID] = [])
    throws(VaultError)
  {
    let own = [partner] + former
    var paths: [String] = []
    if try Storage.exists("\(folder)/vesper-vault") { paths.append("vesper-vault") }
    for name in try Storage.names(in: "\(folder)/partners")
    where BackupManifest.isOfPartners(name, own) { paths.append("partners/\(name)") }
    for author in try Storage.names(in: "\(folder)/logs").compactMap({ PartnerID(hex: $0) }) {
      for audience in own.contains(author) ? ["private", "shared"] : ["shared"] {
        let logs = "logs/\(author)/\(audience)"
        for log in try Storage.names(in: "\(folder)/\(logs)") where LogID(hex: log) != nil {
          let (segments, branches) = try LogPlace.contents(of: "\(folder)/\(logs)/\(log)")
          for number in segments {
            paths.append("\(logs)/\(log)/\(number).segment")
          }
          for side in branches {
            paths.append("\(logs)/\(log)/\(side.number).\(side.copy).branch")
          }
        }
      }
    }
    self.init(paths: paths) { (path) throws(VaultError) in
      try Storage.read("\(folder)/\(path)", limit: Cell.longestSegment, name: path)
    }
  }

  /// Which vault they are of: as the vault's own file says, else as a segment does that names the
  /// partner as its author or its reader.
  func vault(of partner: PartnerID) throws(VaultError) -> VaultID? {
    if paths.contains("vesper-vault") { return try VaultFile.decode(read("vesper-vault")) }
    for path in paths where path.hasSuffix(".segment") {
      guard let bytes = try? read(path), let raw = try? SegmentHeader.decode(bytes, file: path),
        raw.header.author == partner || raw.header.recipient == partner
      else { continue }
      return raw.header.vault
    }
    return nil
  }

  /// Leaves out what somebody else has laid under `partners`: public keys that are none, and records of
  /// earlier identities but those of these partners, which were seen to open.
  mutating func keepGenuine(formersOf partners: some Sequence<PartnerID>) {
    let kept = Set(partners.map { FormerIdentity.name($0) })
    let read = read
    paths.removeAll { path in
      if path.hasSuffix(".former") { return !kept.contains(path) }
      guard path.hasSuffix(".public"),
        let partner = PartnerID(hex: path.dropFirst(9).dropLast(7))
      else { return false }
      return (try? PublicIdentity(read(path), named: partner)) == nil
    }
  }

  /// Which vault they are of by a log of the partner's own that opens: nobody else can have made that, and
  /// a folder's `vesper-vault` can be anybody's.
  func vault(vouchedForBy identity: borrowing Identity) -> VaultID? {
    for path in paths where path.hasPrefix("logs/\(identity.partner)/") {
      guard let bytes = try? read(path), let raw = try? SegmentHeader.decode(bytes, file: path),
        (try? SegmentKey.opens(raw, as: identity, file: path)) == true
      else { continue }
      return raw.header.vault
    }
    return nil
  }

  /// Whether any of them is the partner's: a log, or the public keys.
  func knows(_ partner: PartnerID) -> Bool {
    paths.contains { $0 == "partners/\(partner).public" || $0.hasPrefix("logs/\(partner)/") }
  }

  /// Whether the partner has shared anything, so that the other may be known again.
  func holdsShared(by partner: PartnerID) -> Bool {
    paths.contains { $0.hasPrefix("logs/\(partner)/shared/") }
  }
}
