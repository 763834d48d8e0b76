internal import Vault

extension DisclosureRequest {
  /// The page's content: what was ticked, may be shown, and is there.
  ///
  /// Every gate is passed here again, whatever the caller read: only the patient's own entries and
  /// released ones of the partner's, only current versions, only days within the window. What a
  /// gate keeps back leaves no trace.
  public func disclosure(from entries: some Sequence<Entry>) -> Disclosure {
    let all = entries.filter { $0.logClass == .diary }
    let own = Amendments.current(all.filter { $0.author == patient })
    let lines = PickedLines(self, own: own)
    let pacing = PacingFacts(self, own: own, all: all)
    let strips = Readings(own).strips(for: self)
    return Disclosure(
      patient: patientName,
      clinician: visit.clinician ?? "",
      visitDate: visit.date,
      setting: visit.setting,
      made: today,
      window: window,
      daysLogged: (pick?.strips ?? []).isEmpty
        ? nil : Set(strips.flatMap(\.readings).map(\.date)).count,
      questions: questions(lines),
      pleaseTalkAbout: pick?.talkAbout == true ? visit.talkAbout ?? [] : [],
      pleaseDoNot: pick?.pleaseDoNot == true ? visit.pleaseDoNot ?? [] : [],
      seeMeAlone: pick?.seeMeAlone == true ? visit.seeMeAlone : nil,
      changes: lines.dated(.changes),
      strips: strips,
      medicines: pick?.medicines == true ? MedicineLanes(own).lanes(in: window) : [],
      marks: marks(own),
      closeness: lines.dated(.closeness),
      helpWanted: pick?.helpWanted == true
        ? HelpWanted.allCases.filter { visit.helpWanted?.contains($0) == true } : [],
      adviceTried: advice(own, lines),
      goingWell: lines.dated(.goingWell),
      mattersNext: lines.dated(.mattersNext),
      daysOverLimit: pacing.daysOverLimit,
      goals: pacing.goals,
      appointments: pacing.appointments,
      pauseSignal: pick?.pauseSignal == true,
      partnerStatement: partnerStatement(all))
  }

  private func questions(_ lines: PickedLines) -> [String] {
    let typed = pick?.questions == true ? visit.questions ?? [] : []
    return Array(
      (typed + lines.entries(.questions).compactMap { $0.value.pickedText })
        .prefix(SummarySection.questions.limit))
  }

  private func marks(_ own: [Entry]) -> [Disclosure.DatedLine] {
    guard pick?.restDays == true else { return [] }
    let days = own.filter { $0.kind.summaryRule == .restDays && window.contains($0.about) }
    var seen: Set<CivilDate> = []
    return days.sorted(by: Entry.inOrder).filter { seen.insert($0.about).inserted }.map {
      Disclosure.DatedLine(date: $0.about, text: $0.value.pickedText ?? $0.kind.title)
    }
  }

  private func advice(_ own: [Entry], _ lines: PickedLines) -> [Disclosure.Advice] {
    own.filter { entry in
      window.contains(entry.about) && (pick?.advice == true || lines.advice.contains(entry.id))
    }
    .sorted(by: Entry.inOrder)
    .compactMap { entry in
      guard let advice = entry.value as? any TriedAdvice, let tried = advice.tried else {
        return nil
      }
      return Disclosure.Advice(
        date: advice.when ?? entry.about, topic: advice.topic?.rawValue ?? "", tried: tried,
        outcome: advice.outcome, reason: advice.reason)
    }
  }

  /// The partner released exact versions: words amended since then were not released.
  private func partnerStatement(_ all: [Entry]) -> [Disclosure.DatedLine] {
    guard pick?.partnerLines == true else { return [] }
    let written = statement.map { [$0] } ?? []
    let partners = Amendments.current(
      all.filter { $0.author != patient && $0.audience == .shared })
    return written
      + partners.filter { entry in
        released.contains(entry.id) && entry.kind.summaryRule.allowsLines
          && window.contains(entry.about)
      }
      .sorted(by: Entry.inOrder)
      .compactMap(\.datedLine)
  }
}

extension Entry {
  /// By day, then by when it was entered; never ambiguous.
  static func inOrder(_ left: Entry, _ right: Entry) -> Bool {
    (left.about, left.entered, left.id) < (right.about, right.entered, right.id)
  }

  var datedLine: Disclosure.DatedLine? {
    value.pickedText.map { Disclosure.DatedLine(date: about, text: $0) }
  }
}
