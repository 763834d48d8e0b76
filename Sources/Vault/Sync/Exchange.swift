import Sodium

// docs/format.md § Shared folder

extension LogWriter {
  /// Collects from every linked folder, then publishes to it.
  mutating func exchange(_ depth: ExchangeDepth) throws(VaultError) -> ExchangeReport {
    var report = ExchangeReport()
    for linked in state.folders {
      let root: Folder
      do throws(VaultError) {
        root = try Folder(linked.path)
      } catch {
        report.unreachable.append(linked)
        continue
      }
      do throws(VaultError) {
        var isIntroduced = true
        // Whoever has an identity that was renewed could name others to trust.
        if linked.role == .own && depth != .looking && !keys.isFormer {
          isIntroduced = try sharePeople(root, depth, &report)
        }
        if linked.role == .shared { try hearOfRenewal(in: root, depth, &report) }
        try collect(from: root, linked.role, depth, &report)
        // Whatever stands where the partners' keys belong keeps no log from going out.
        if depth != .looking, try !introduced(to: root, depth) { isIntroduced = false }
        if !isIntroduced { report.unintroduced.append(linked) }
        try publish(to: root, linked.role, depth, &report)
        if depth == .thorough { try sweep(root, linked.role) }
      } catch .system {
        report.unreachable.append(linked)
      }
    }
    return report
  }

  /// Tells this partner's other devices of people, and is told by them.
  ///
  /// - Returns: whether the folder let it.
  private mutating func sharePeople(
    _ root: borrowing Folder, _ depth: ExchangeDepth, _ report: inout ExchangeReport
  ) throws(VaultError) -> Bool {
    do throws(VaultError) {
      try sharePins(root, depth, &report)
      return true
    } catch .system { return false }
  }

  /// Lays out who this partner is; gives whether the folder let it.
  private func introduced(to root: borrowing Folder, _ depth: ExchangeDepth) throws(VaultError)
    -> Bool
  {
    do throws(VaultError) {
      try introduce(to: root, depth)
      return true
    } catch .system { return false }
  }

  /// Lays out who this partner is.
  private func introduce(to root: borrowing Folder, _ depth: ExchangeDepth) throws(VaultError) {
    let name = "\(keys.identity.partner).public"
    let bytes = PublicIdentity.encode(keys.identity)
    let folder = try root.making(["partners"])
    guard try folder.read(name, limit: PublicIdentity.length) != bytes else { return }
    try folder.put(name, bytes, suffix: randomness.bytes(8), durably: depth == .thorough)
  }

  /// Trusts whom another device of this partner trusts, and says whom this one does.
  private mutating func sharePins(
    _ root: borrowing Folder, _ depth: ExchangeDepth, _ report: inout ExchangeReport
  ) throws(VaultError) {
    let folder = try root.making(["partners"])
    let name = PinRecord.name(keys.identity.partner)
    let there = try folder.read(name, limit: 65_536)
      .flatMap { try? PinRecord.open($0, keys.vault, as: keys.identity) }
    let known = Set(state.pins.map(\.keys.partner))
    let fresh = (there ?? []).filter { !known.contains($0.keys.partner) }
    if !fresh.isEmpty {
      state.pins += fresh
      report.pinned += fresh.count
      try save()
      keys.trust(state.pins, left: state.left)
    }
    guard !state.pins.isEmpty, there.map({ $0.map(\.keys) }) != state.pins.map(\.keys) else {
      return
    }
    // A record that names more, in another order, is another device's to write.
    guard there.map({ $0.count < state.pins.count }) ?? true else { return }
    try folder.put(
      name, PinRecord.seal(state.pins, keys.vault, as: keys.identity, randomness),
      suffix: randomness.bytes(8), durably: depth == .thorough)
  }
}

extension OpenVault {
  /// Collects from the linked folders what is new there, and publishes what is new here.
  ///
  /// - Parameter waiting: whether to wait for another process that writes.
  /// - Throws: `busy` while another process writes.
  public func exchange(_ depth: ExchangeDepth, waiting: Bool = true) throws(VaultError)
    -> ExchangeReport
  {
    guard !folders.isEmpty else { return ExchangeReport() }
    var report: ExchangeReport
    do {
      var writer = try LogWriter(keys, randomness, waiting: waiting)
      let apart = depth == .looking ? [] : try meetAsFormer(&writer, depth)
      report = try writer.exchange(depth)
      report.unintroduced += apart.filter { !report.unintroduced.contains($0) }
      if depth != .looking { try writer.remember(time: .min) }
      folders = writer.state.folders
      for folder in folders where folder.role == .shared {
        try? clearJoinings(in: folder.path, writer.state)
      }
    }
    // Copies of what was written before a renewal are kept up too: an erasing has to reach them, and a
    // partner who has not joined anew yet goes on writing to who one was.
    for era in eras.dropFirst() { report.add(try era.exchangeAsFormer(depth, waiting)) }
    return report
  }

  /// Sees to it that everybody who has to know where earlier logs end does.
  ///
  /// - Returns: own folders that did not let it.
  private func meetAsFormer(_ writer: inout LogWriter, _ depth: ExchangeDepth)
    throws(VaultError) -> [LinkedFolder]
  {
    try sealEnds()
    var apart: [LinkedFolder] = []
    for linked in writer.state.folders where linked.role == .own {
      guard let root = try? Folder(linked.path) else { continue }
      do throws(VaultError) {
        try shareFormer(through: root, depth)
      } catch .system { apart.append(linked) }
    }
    try tellEnds(&writer)
    return apart
  }

  private func exchangeAsFormer(_ depth: ExchangeDepth, _ waiting: Bool) throws(VaultError)
    -> ExchangeReport
  {
    guard !folders.isEmpty else { return ExchangeReport() }
    var writer = try LogWriter(keys, randomness, waiting: waiting)
    let report = try writer.exchange(depth)
    if depth != .looking { try writer.remember(time: .min) }
    return report
  }

  /// Puts out what was just appended; a record is no less kept where that cannot be done now.
  func putOut(_ audience: Audience, _ writer: inout LogWriter) {
    var report = ExchangeReport()
    for folder in writer.state.folders where audience == .shared || folder.role == .own {
      do throws(VaultError) {
        let root = try Folder(folder.path)
        for own in writer.state.ownLogs.filter({ $0.audience == audience }) {
          let log = writer.place(own.log, audience)
          try writer.publish(log, log.segments().suffix(2), to: root, .quick, &report)
        }
      } catch {
        if !hasTold { whenUnreachable(folder) }
        hasTold = true
      }
    }
  }

  /// Links a folder, in the place of one of the same role.
  ///
  /// - Parameter path: absolute.
  /// - Throws: `unsuitableFolder` where the vault or what unlocks it lies in it, or it in them.
  public func link(_ role: LinkedFolder.Role, _ path: String) throws(VaultError) {
    let folder = try LinkedFolder(role, path)
    let root = try Folder(path).realPath()
    for other in [keys.places.vault, keys.places.data, keys.places.state] {
      guard let other = try? Folder(other).realPath() else { continue }
      guard !isWithin(root, other), !isWithin(other, root) else {
        throw .unsuitableFolder(path: path)
      }
    }
    var writer = try LogWriter(keys, randomness)
    for other in writer.state.folders where other.role != role {
      guard let place = try? Folder(other.path).realPath() else { continue }
      guard !isWithin(root, place), !isWithin(place, root) else {
        throw .unsuitableFolder(path: path)
      }
    }
    writer.state.folders = writer.state.folders.filter { $0.role != role } + [folder]
    if role == .shared { writer.state.left = nil }
    try writer.save()
    keys.trust(writer.state.pins, left: writer.state.left)
    folders = writer.state.folders
    try followFolders()
  }

  /// Who this partner was before meets the others where this one does.
  private func followFolders() throws(VaultError) {
    guard let former, former.folders != folders, try former.isRemembered() else { return }
    var writer = try LogWriter(former.keys, randomness)
    writer.state.folders = folders
    try writer.save()
    former.folders = folders
    try former.followFolders()
  }

  /// Whether this device has a state for this identity: where it has none, nothing of it is written here.
  private func isRemembered() throws(VaultError) -> Bool {
    try StateFile(keys.places, vault, partner).read(with: keys.identity) != nil
  }

  /// Ends shared writing: nothing is put out or taken in any more; what is readable stays readable.
  public func leave() throws(VaultError) {
    var writer = try LogWriter(keys, randomness)
    writer.state.folders.removeAll { $0.role == .shared }
    writer.state.left = writer.state.pins.last?.keys.partner
    try writer.save()
    keys.trust(writer.state.pins, left: writer.state.left)
    folders = writer.state.folders
    try followFolders()
  }

  private func isWithin(_ path: String, _ other: String) -> Bool {
    let (path, other) = (path.utf8, other.utf8)
    return path.elementsEqual(other)
      || path.starts(with: other.elementsEqual("/".utf8) ? other : (String(other) + "/").utf8)
  }
}
