public import Vault

/// Visits, as their patient's diary prepares them.
extension Diary {
  /// The patient's own visits, newest first.
  public func visits() throws(DiaryError) -> [Entry] {
    try own([KindTag.visit])
  }

  /// What one visit's page may show, decrypting only the records that could bear on it.
  public func disclosure(for visit: Entry) throws(DiaryError) -> Disclosure {
    try lookingOnce { () throws(DiaryError) in
      let request = try request(for: visit)
      return request.disclosure(from: try needed(for: request))
    }
  }

  /// The patient's own entries that a pick can name for this visit, newest first.
  public func candidates(for visit: Entry) throws(DiaryError) -> [Entry] {
    try lookingOnce { () throws(DiaryError) in
      let request = try request(for: visit)
      // A question may be as old as it likes; everything else has its day within the window.
      var lines = EntryFilter()
      lines.author = me
      lines.since = request.window.lowerBound
      lines.until = request.window.upperBound
      lines.kinds = Set(Kinds.all.filter { $0.summaryRule.allowsLines }.map { $0.tag })
      let questions = Set(
        Kinds.all.filter { $0.summaryRule == .line(.questions) }.map { $0.tag })
      lines.kinds.subtract(questions)
      return (try few(lines) + (try own(questions))).filter { entry in
        [nil, .changes].contains { PickedLines.refusal(of: entry, $0, request) == nil }
      }
      .sorted { Entry.inOrder($1, $0) }
    }
  }

  /// What was ticked for a visit so far.
  public func picked(for visit: Entry) throws(DiaryError) -> VisitPick? {
    try request(for: visit).pick
  }

  /// Ticks what one visit's page shows, in place of what was ticked before.
  ///
  /// - Returns: its id; or the entries named that the page cannot show, with the reason, and nothing is
  ///   kept.
  public func pick(_ pick: VisitPick, for visit: Entry) throws(DiaryError) -> (
    id: RecordID?, problems: [PickProblem]
  ) {
    let problems = try pickProblems(pick, for: visit)
    return (problems.isEmpty ? try write(pick, .private) : nil, problems)
  }

  /// What the patient would look for in vain on the page that a pick makes.
  public func pickProblems(_ pick: VisitPick, for visit: Entry) throws(DiaryError)
    -> [PickProblem]
  {
    try lookingOnce { () throws(DiaryError) in
      let request = try request(for: visit)
      let ids = Set(pick.named.map(\.id))
      let fields = try look(request.scope(), naming: ids)
      return request.problems(with: pick, among: try versions(ids, among: fields))
    }
  }

  /// Remembers which page the patient saw.
  ///
  /// - Parameter page: its hash, see ``pageHash(_:)``.
  public func remember(page: String, for visit: Entry) throws(DiaryError) {
    try write(VisitPreview(visit: Amendments.target(for: visit), document: page), .private)
  }

  /// The hash of the page that the patient saw last for a visit.
  public func pageSeen(for visit: Entry) throws(DiaryError) -> String? {
    let target = Amendments.target(for: visit)
    return try own([KindTag.visitPreview]).lazy
      .compactMap { $0.value as? VisitPreview }.first { $0.visit == target }?.document
  }

  /// A hash that tells two pages apart, 64 hex digits.
  public static func pageHash(_ canonical: [UInt8]) -> String {
    Digits.hex(OpenVault.digest(Array("vesper page 1 ".utf8) + canonical))
  }

  /// A name for a page in the world, 32 bytes: the same for the same page of the same visit, and
  /// nobody can tell from it whose page it is or what it says.
  public static func pageName(of visit: Entry, _ canonical: [UInt8]) -> [UInt8] {
    let seed = "vesper page name 1 \(Amendments.target(for: visit)) "
    return OpenVault.digest(Array(seed.utf8) + canonical)
  }

  private func request(for visit: Entry) throws(DiaryError) -> DisclosureRequest {
    let picks = try own([KindTag.visitPick])
    let pick = DisclosureRequest.latestPick(for: visit, among: picks, patient: me)
    // What the partner released is looked for only where the patient wants it.
    let wantsReleased = (pick?.value as? VisitPick)?.partnerLines == true
    let entry = wantsReleased ? try released(for: (visit.value as? Visit)?.date) : nil
    let release = entry?.value as? VisitRelease
    return try DiaryError.care { () throws(CareError) in
      try DisclosureRequest(
        visit: visit, pick: pick, patient: me, patientName: name, today: today,
        released: Set(release?.lines ?? []),
        statement: entry.flatMap { entry in
          release?.statement.map { Disclosure.DatedLine(date: entry.about, text: $0) }
        })
    }
  }

  private func needed(for request: DisclosureRequest) throws(DiaryError) -> [Entry] {
    let requirement = request.requirement()
    let fields = try look(request.scope(), naming: requirement.ids)
    return try versions(
      requirement.needed(among: fields.map { EntryHeader($0) }), among: fields)
  }

  private func own(_ kinds: Set<UInt16>) throws(DiaryError) -> [Entry] {
    var filter = EntryFilter()
    filter.kinds = kinds
    filter.author = me
    return try few(filter)
  }
}
