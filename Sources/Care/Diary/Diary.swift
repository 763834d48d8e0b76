public import Vault

/// The typed view of a vault: appends entries, reads them back lazily, decrypted on demand.
public final class Diary {
  /// The partner whose diary this is, and the name that partner chose.
  public var me: PartnerID { vault.partner }
  public var name: String { vault.name }
  /// The other partner, when there is one whose keys are pinned.
  public var other: PinnedPartner? { vault.other }

  /// Told how many entries have been looked at so far, whether they were opened or passed over.
  public var progress: (Int) -> Void = { _ in }
  /// How many entries have been opened: what was not asked for is not read.
  public internal(set) var opened = 0
  /// How many cells were decrypted for what a visit needs.
  public internal(set) var cells = 0
  private var looked = 0
  /// What ``lookingOnce(_:)`` has seen.
  var known: [Looked] = []
  var isLookingOnce = false

  let vault: OpenVault
  let clock: Clock

  public init(_ vault: OpenVault, clock: Clock) {
    self.vault = vault
    self.clock = clock
    vault.awaited = KindTag.replies
  }

  /// Counts a record that was looked at.
  func notice() {
    looked += 1
    if looked.isMultiple(of: 16) { progress(looked) }
  }

  /// What a partner is called on this device.
  public func name(of partner: PartnerID) -> String? {
    if partner == me { return name }
    return vault.name(of: partner)
  }

  /// Today, on the wall clock.
  public var today: CivilDate { clock.now().date }

  /// Who a new entry is for: as asked, else as the kind has it.
  ///
  /// Until a partner is pinned every entry is private whatever its kind's default; asking for
  /// `shared` then is refused rather than quietly changed.
  public func audience(for kind: any EntryKind.Type, asked: Audience?) throws(DiaryError)
    -> Audience
  {
    let audience = asked ?? (other == nil ? .private : kind.defaultAudience)
    guard kind.audiences.allows(audience) else {
      throw .care(.wrongAudience(kind: kind.title))
    }
    if audience == .shared && other == nil {
      try DiaryError.vault { () throws(VaultError) in try vault.requireRememberedPartner() }
      throw .vault(.noPartner)
    }
    return audience
  }

  /// Writes one value; it is durable when this returns.
  ///
  /// - Returns: the new entries' ids: two where a check-in has both shared and private parts,
  ///   the private part first.
  public func write(_ input: EntryInput, for asked: Audience? = nil, about: CivilDate? = nil)
    throws(DiaryError) -> [RecordID]
  {
    try keep(input, for: asked, about: about).map(\.id)
  }

  /// The same, with who can read each of the new entries.
  public func keep(_ input: EntryInput, for asked: Audience? = nil, about: CivilDate? = nil)
    throws(DiaryError) -> [(id: RecordID, audience: Audience)]
  {
    let kind = type(of: input.value)
    let audience = try audience(for: kind, asked: asked)
    if input.soften != nil {
      return [(try write(goal: input, for: asked, about: about), audience)]
    }
    guard let checkIn = input.value as? CheckIn, !input.share.isEmpty else {
      return [(try write(input.value, audience, about, tags: input.tags), audience)]
    }
    _ = try self.audience(for: kind, asked: .shared)
    let shared = Dictionary(input.share.map { ($0, Audience.shared) }) { first, _ in first }
    var kept: [(id: RecordID, audience: Audience)] = []
    let inTexts = EntryInput.tagsInTexts(of: checkIn)
    for part in checkIn.split(audiences: shared, other: audience) {
      // Other tags stay with the private part: a word to find it by may say more than the answer.
      let isFull = part.audience == .private || audience == .shared
      let tags = isFull ? input.tags.filter { !inTexts.contains($0) } : []
      let tagged = tags + EntryInput.tagsInTexts(of: part.value)
      kept.append((try write(part.value, part.audience, about, tags: tagged), part.audience))
    }
    return kept
  }

  /// Writes one value for an audience.
  @discardableResult
  public func write(
    _ value: any EntryKind, _ audience: Audience, _ about: CivilDate? = nil, tags: [String] = []
  ) throws(DiaryError) -> RecordID {
    try append(try draft(value, audience, about, tags: tags, source: nil, at: clock.now()))
  }

  func draft(
    _ value: any EntryKind, _ audience: Audience, _ about: CivilDate?, tags: [String],
    source: String?, at now: Moment, amends: RecordID? = nil
  ) throws(DiaryError) -> RecordDraft {
    let kind = type(of: value)
    // The record's id is the vault's to give; the body does not hold it.
    let entry = Entry(
      id: RecordID(value: 0), value: value, author: me, audience: audience,
      about: about ?? now.date, entered: now, tags: tags, amends: amends,
      source: source)
    let body = try DiaryError.care { () throws(CareError) in try EntryCoding.encode(entry) }
    return RecordDraft(
      kind: kind.tag, audience: audience, logClass: kind.logClass, entered: now.milliseconds,
      zone: now.offsetMinutes, about: entry.about.day, body: body)
  }

  /// Hands on the records of a pass one at a time, and holds none.
  func each(_ records: RecordSequence, _ take: (Record) -> Void) throws(DiaryError) {
    while let record = try DiaryError.vault({ () throws(VaultError) in try records.next() }) {
      take(record)
    }
  }

  /// Every record of a pass, where they are few.
  func gather(_ records: RecordSequence) throws(DiaryError) -> [Record] {
    var found: [Record] = []
    try each(records) { found.append($0) }
    return found
  }

  func append(_ draft: RecordDraft) throws(DiaryError) -> RecordID {
    known = []
    return try DiaryError.vault { () throws(VaultError) in try vault.append(draft) }
  }
}
