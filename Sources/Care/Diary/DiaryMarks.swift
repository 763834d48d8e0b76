public import Vault

/// What a partner thinks of an agreement, in the private diary.
extension Diary {
  /// Keeps marks, for this partner alone; every item has to be one of the wording's.
  public func mark(_ input: EntryInput, on view: AgreementView) throws(DiaryError) -> RecordID {
    let known = Set(view.items.map(\.id.description))
    let marks = (input.value as? AgreementMarks)?.marks ?? []
    if let stranger = marks.first(where: { !known.contains($0.item) }) {
      throw .unknownItem(stranger.item)
    }
    return try write(input.value, .private, tags: input.tags)
  }

  /// The items that this partner's newest marks on this very wording call a yes.
  public func itemsMarkedYes(of view: AgreementView) throws(DiaryError) -> [String] {
    var filter = EntryFilter()
    filter.kinds = [KindTag.agreementMarks]
    filter.author = me
    filter.audience = .private
    let entries = try entries(filter)
    var newest: [String: AgreementMarks.Mark] = [:]
    while let entry = try entries.next() {
      guard let marks = entry.value as? AgreementMarks, marks.agreement == view.agreement,
        marks.revision == view.revision.description
      else { continue }
      for mark in marks.marks where newest[mark.item] == nil { newest[mark.item] = mark.mark }
    }
    return view.items.map(\.id.description).filter { newest[$0] == .yes }
  }
}
