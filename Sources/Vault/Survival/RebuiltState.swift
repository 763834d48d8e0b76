// docs/format.md § Device state

extension DeviceState {
  /// What can be known again from the files of a vault alone, where the state is lost.
  ///
  /// Own logs are not taken up: another device may have gone on with them. The other partner's keys
  /// are those that one's own shared logs were made for: nobody else could have named them there,
  /// since one's own key slot binds the header.
  /// - Parameters:
  ///   - other: what the other partner is called; without it nobody's keys are pinned.
  ///   - time: now, in milliseconds.
  init(rebuiltWith keys: ReadingKeys, other: String?, time: Int64) throws(VaultError) {
    self.init(machine: try Machine.id(for: keys.vault))
    highWater = time
    if let other {
      pins = try DeviceState.recipients(with: keys).map { PinnedPartner(keys: $0, name: other) }
      keys.trust(pins, left: nil)
    }
    var endings: [(Ending, PartnerID)] = []
    for log in try keys.readableLogs() {
      var latest = time
      let finding = try LogScan.run(log, with: keys) { step in
        if let ending = Ending(in: step, of: log) { endings.append((ending, log.author)) }
        // The other's clock is the other's word; one's own has been shown to oneself.
        guard let record = step.record, keys.isOwn(log) else { return }
        latest = max(latest, record.fields.entered)
      }
      guard finding.count > 0, finding.verdict == .complete || finding.verdict == .unfinished,
        let logClass = finding.logClass
      else { continue }
      highWater = max(highWater, latest)
      heads[log.id] = SeenHead(finding.end, of: log, logClass)
    }
    try learn(endings, with: keys)
  }

  /// Whom one's own shared logs were made for, the latest last.
  private static func recipients(with keys: ReadingKeys) throws(VaultError) -> [PublicIdentity] {
    var latest: [PartnerID: Int64] = [:]
    for log in try LogPlace.all(of: keys.identity.partner, .shared, in: keys.places, keys.vault) {
      guard let first = try log.segments().first,
        let segment = try? keys.open(first, of: log),
        let recipient = segment.header.recipient
      else { continue }
      let newest = try LogCursor(log, with: keys).next(where: { _ in true })
      latest[recipient] = max(latest[recipient] ?? .min, newest?.fields.entered ?? .min)
    }
    let ordered = latest.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
    var found: [PublicIdentity] = []
    for (recipient, _) in ordered {
      let name = "partners/\(recipient).public"
      guard
        let bytes = try? Storage.read(
          keys.places.publicIdentity(recipient), limit: 4096, name: name),
        let identity = try? PublicIdentity(bytes, named: recipient)
      else { continue }
      found.append(identity)
    }
    return found
  }
}
