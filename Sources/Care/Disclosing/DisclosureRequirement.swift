public import Vault

/// Which records could bear on a page. Nothing else needs to be decrypted for it.
public struct DisclosureRequirement: Sendable {
  let patient: PartnerID
  /// The patient's own records of these kinds, on these days.
  public let ranges: [UInt16: ClosedRange<CivilDate>]
  /// Kinds whose shared records matter whoever wrote them: what was taken off a list that both keep.
  let shared: Set<UInt16>
  /// Records named one by one: the patient's picks, and what the partner released.
  public let ids: Set<RecordID>

  private struct Place: Hashable {
    let author: PartnerID
    let tag: UInt16
    let about: CivilDate
    let audience: Audience

    init(_ header: EntryHeader) {
      author = header.author
      tag = header.tag
      about = header.about
      audience = header.audience
    }
  }

  /// The ids of the records to decrypt, from the fixed fields of all.
  ///
  /// A record named by its id brings the others of its author, kind, day and audience with it: one
  /// of them may be the amendment that counts in its place (``Amendments``), and only its body
  /// says so.
  public func needed(among headers: [EntryHeader]) -> Set<RecordID> {
    let readable = headers.filter { header in
      header.logClass == .diary && (header.author == patient || header.audience == .shared)
    }
    let places = Set(readable.filter { ids.contains($0.id) }.map { Place($0) })
    return Set(
      readable.filter { header in
        places.contains(Place(header))
          || (header.audience == .shared && shared.contains(header.tag))
          || (header.author == patient && ranges[header.tag]?.contains(header.about) == true)
      }.map(\.id))
  }
}

extension DisclosureRequest {
  /// Where all that could be read for this page is: what it needs by kind and day, and where the lines stand
  /// that can be picked for it.
  func scope() -> LookScope {
    let requirement = requirement()
    var scope = LookScope(requirement.ranges)
    for kind in requirement.shared { scope.add(kind, .always) }
    for kind in Kinds.all where kind.summaryRule.allowsLines && !requirement.ids.isEmpty {
      scope.add(kind.tag, kind.summaryRule == .line(.questions) ? .always : window)
    }
    return scope
  }

  /// What has to be read for this page.
  ///
  /// Medicines reach back to the beginning, because what was started long ago may be taken today.
  public func requirement(
    kinds: [any EntryKind.Type] = Kinds.all
  ) -> DisclosureRequirement {
    var ranges: [UInt16: ClosedRange<CivilDate>] = [:]
    for kind in kinds {
      switch kind.summaryRule {
      case .readings where pick?.strips?.isEmpty == false:
        ranges[kind.tag] = (before ?? window).lowerBound...window.upperBound
      case .medicines where pick?.medicines == true:
        ranges[kind.tag] = CivilDate.earliest...window.upperBound
      case .advice where pick?.advice == true: ranges[kind.tag] = window
      case .restDays where pick?.restDays == true: ranges[kind.tag] = window
      default: break
      }
    }
    func add(_ tag: UInt16, _ days: ClosedRange<CivilDate>) {
      guard let held = ranges[tag] else { return ranges[tag] = days }
      ranges[tag] = min(held.lowerBound, days.lowerBound)...max(held.upperBound, days.upperBound)
    }
    var shared: Set<UInt16> = []
    if pick?.pacing == true {
      add(CheckIn.tag, (before ?? window).lowerBound...window.upperBound)
    }
    if pick?.goals == true {
      add(CheckIn.tag, window)
      for tag in [Goal.tag, Softening.tag] { add(tag, CivilDate.earliest...CivilDate.latest) }
      shared.insert(Retired.tag)
    }
    if pick?.appointments == true {
      add(Appointment.tag, CivilDate.earliest...CivilDate.latest)
      shared.insert(Retired.tag)
    }
    let named = pick?.named.map(\.id) ?? []
    return DisclosureRequirement(
      patient: patient, ranges: ranges, shared: shared,
      ids: Set(named).union(pick?.partnerLines == true ? released : []))
  }
}
