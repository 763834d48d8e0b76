// docs/format.md § What can be read without any key

/// Which authors of a vault are one partner, before renewals too, and which are the other.
///
/// Without a key only the headers tell: a shared log is always from one to the other.
struct AuthorSides {
  private var sides: [PartnerID: Bool] = [:]

  /// - Parameter formers: who the partner was before renewals, where that is known.
  init(
    of partner: PartnerID, _ formers: [PartnerID]?, _ authors: [PartnerID], _ places: Places,
    _ vault: VaultID
  ) throws(VaultError) {
    var pairs: [(PartnerID, PartnerID)] = []
    for author in authors {
      for log in try LogPlace.all(of: author, .shared, in: places, vault) {
        guard let first = try log.segments().first,
          let header = try? SegmentHeader.decode(
            Storage.read(
              log.path(of: first), limit: .max, name: log.name(of: first),
              first: SegmentHeader.length),
            file: log.name(of: first)
          ).header, let recipient = header.recipient, header.author == author
        else { continue }
        pairs.append((author, recipient))
      }
    }
    for own in [partner] + (formers ?? []) { sides[own] = true }
    if formers != nil {
      for author in authors where sides[author] == nil { sides[author] = false }
      return
    }
    // Whoever has an identity on this device is not who one was: that one was removed.
    for author in authors where sides[author] == nil {
      if try Storage.exists(places.identity(author)) { sides[author] = false }
    }
    var isDone = false
    while !isDone {
      isDone = true
      for (one, other) in pairs + pairs.map({ ($0.1, $0.0) }) {
        guard let known = sides[one], sides[other] == nil else { continue }
        sides[other] = !known
        isDone = false
      }
    }
    // Where nobody was anybody before, whoever else writes is the partner.
    let names = try Storage.names(in: places.partners)
    guard !names.contains("\(partner).former") else { return }
    for author in authors where sides[author] == nil { sides[author] = false }
  }

  /// `nil` where no header tells.
  func isOwn(_ author: PartnerID) -> Bool? { sides[author] }
}
