import Vault

@testable import Care

/// Consent judged a second time, from the plain truth of who had read what, for worlds in which no
/// log is forked, garbled or closed.
///
/// It is written from the text of the plan and shares no code with the rules.
struct Oracle {
  let world: World
  let held: Set<Int>
  let now: Int64

  /// Whether the oracle can speak about this world at all.
  var applies: Bool {
    let records = held.map { world.records[$0] }
    let places = Set(records.map { "\($0.log) \($0.index)" })
    return places.count == records.count
      && records.allSatisfy {
        if case .closing = $0.payload { false } else { $0.payload != nil }
      }
  }

  /// The items of one revision that are active, by their place.
  func active(_ hash: ConsentHash, _ revision: AgreementRevision) -> Set<Int> {
    guard everythingNamedIsHeld, isOnlyNewest(hash, revision) else { return [] }
    return Set(revision.items.indices.filter { isActive($0, hash, revision) })
  }

  private var everythingNamedIsHeld: Bool {
    held.allSatisfy { serial in
      let record = world.records[serial]
      let own = SeenHead(count: record.index, chain: record.previous)
      let named = Array(record.seen) + [(key: record.log, value: own)]
      return named.allSatisfy { log, head in
        let prefix = held.filter {
          world.records[$0].log == log && world.records[$0].index < head.count
        }
        // As many as it counts, and the very one it ends with: half of a fork is not what was named.
        return UInt64(prefix.count) == head.count
          && (head.count == 0
            || prefix.contains { world.records[$0].head == head })
      }
    }
  }

  private func isOnlyNewest(_ hash: ConsentHash, _ revision: AgreementRevision) -> Bool {
    var named: Set<ConsentHash> = []
    var all: Set<ConsentHash> = []
    for serial in held {
      guard case .revision(let other) = world.records[serial].payload,
        other.agreement == revision.agreement, let name = world.hashes[serial]
      else { continue }
      all.insert(name)
      named.formUnion(other.parents)
    }
    return all.subtracting(named) == [hash]
  }

  private func isActive(_ place: Int, _ hash: ConsentHash, _ revision: AgreementRevision) -> Bool {
    let proposals = serials { if case .revision(revision) = $0 { true } else { false } }
    let answers = serials {
      if case .commitment(let commitment) = $0 { commitment.revision == hash } else { false }
    }
    let newest = answers.filter { answer in
      !answers.contains { author($0) == author(answer) && knew($0, of: answer) }
    }
    guard Set(newest.map(author)).count == 2,
      newest.allSatisfy({ isYes($0, at: place) && isOpen($0) })
    else { return false }
    for answer in answers {
      let entered = world.records[answer].entered
      let end = entered + Int64(revision.reviewAfter) * World.day
      guard now < end, entered <= now + World.day else { return false }
    }
    for serial in held {
      switch world.records[serial].payload {
      case .healthChange:
        guard answers.allSatisfy({ knew($0, of: serial) }) else { return false }
      case .withdrawal(let withdrawal)
      where [nil, revision.agreement].contains(withdrawal.agreement)
        && (withdrawal.items?.contains(revision.items[place].id) ?? true):
        guard (proposals + newest).allSatisfy({ knew($0, of: serial) }) else { return false }
      case .pause:
        let resumes = serials { $0 == .resume }.filter {
          author($0) == author(serial) && knew($0, of: serial)
        }
        guard resumes.contains(where: { resume in newest.allSatisfy { knew($0, of: resume) } })
        else { return false }
      default: break
      }
    }
    return true
  }

  private func serials(_ include: (ConsentPayload) -> Bool) -> [Int] {
    held.filter { world.records[$0].payload.map(include) ?? false }
  }

  private func author(_ serial: Int) -> PartnerID { world.records[serial].author }

  /// What a device held without a gap when it wrote is what its author could have read.
  private func knew(_ reader: Int, of serial: Int) -> Bool {
    let past = world.pasts[reader]
    let record = world.records[serial]
    guard past.contains(serial) else { return false }
    let before = past.filter {
      world.records[$0].log == record.log && world.records[$0].index < record.index
    }
    return UInt64(before.count) == record.index
  }

  private func isYes(_ answer: Int, at place: Int) -> Bool {
    (world.answers[answer]?.bits ?? 0) >> UInt64(place) & 1 == 1
  }

  private func isOpen(_ answer: Int) -> Bool {
    guard case .commitment(let commitment) = world.records[answer].payload else { return false }
    return held.contains { serial in
      if case .opening(let opening) = world.records[serial].payload {
        opening.commitment == commitment.sealed
      } else {
        false
      }
    }
  }
}
