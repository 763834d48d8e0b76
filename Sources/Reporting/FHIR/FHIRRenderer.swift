import Care

/// Writes a document as a FHIR R4 document bundle.
///
/// Every part of the page is there as text; what is drawn is there as observations too, one for each dot
/// and none for a day without one, and each lane of a medicine as the patient's statement.
struct FHIRRenderer: Renderer {
  let stamp: Stamp

  func render(_ document: Document) -> [UInt8] {
    JSONBytes.lines(of: Writer(stamp: stamp, document: document).bundle())
  }

  private struct Writer {
    let stamp: Stamp
    let document: Document
    private var patient: FHIRReference { reference(1) }

    init(stamp: Stamp, document: Document) {
      self.stamp = stamp
      self.document = document
    }

    /// 0 is the composition, 1 the patient; what is observed and taken follows.
    private func reference(_ part: Int) -> FHIRReference {
      FHIRReference(reference: "urn:uuid:\(stamp.uuid(part))")
    }

    func bundle() -> FHIRBundle {
      let charts = document.pages.joined().flatMap(\.blocks)
        .compactMap { if case .chart(let chart) = $0 { chart } else { nil } }
      let answers = charts.flatMap(\.strips).flatMap { observations(of: $0) }
      let statements = charts.flatMap(\.lanes).map { statement(of: $0) }
      let first = 2 + answers.count
      let opening = composition(
        observations: (2..<first).map { reference($0) },
        medicines: (first..<first + statements.count).map { reference($0) })
      let name = document.occasion.patient.map { [FHIRPatient.Name(text: $0.text)] }
      let resources =
        [.composition(opening), .patient(FHIRPatient(name: name))]
        + answers.map { FHIRResource.observation($0) }
        + statements.map { FHIRResource.medication($0) }
      return FHIRBundle(
        identifier: FHIRIdentifier(value: "urn:uuid:\(stamp.uuid(0xFFFF_FFFF))"),
        timestamp: stamp.moment.description,
        entry: resources.enumerated().map { index, resource in
          FHIRBundle.Entry(fullUrl: reference(index).reference, resource: resource)
        })
    }

    private func observations(of strip: Chart.Strip) -> [FHIRObservation] {
      strip.dots.map { dot in
        FHIRObservation(
          code: FHIRCodes.measure(strip.measure), subject: patient,
          effectiveDateTime: Day(dot.date).iso, performer: [patient],
          valueQuantity: FHIRObservation.Quantity(value: dot.value),
          note: dot.backDated ? [FHIRAnnotation(text: "written on a later day")] : nil)
      }
    }

    private func statement(of lane: Chart.Lane) -> FHIRMedicationStatement {
      let isStopped = lane.entries.last?.change == .stop
      let period = FHIRPeriod(
        start: lane.spans.first.flatMap { $0.openBefore ? nil : Day($0.days.lowerBound).iso },
        end: lane.spans.last.flatMap { $0.openAfter ? nil : Day($0.days.upperBound).iso })
      let notes = lane.entries.map { item in
        FHIRAnnotation(
          authorReference: patient, time: item.entry.date.map { Day($0.date).iso },
          text: item.entry.words.text)
      }
      let dose = lane.entries.last { $0.dose != nil }?.dose
      return FHIRMedicationStatement(
        status: isStopped ? "stopped" : "active",
        medicationCodeableConcept: FHIRConcept(text: lane.name.text), subject: patient,
        effectivePeriod: period.start == nil && period.end == nil ? nil : period,
        dateAsserted: Day(document.occasion.made).iso, informationSource: patient,
        note: notes.isEmpty ? nil : notes,
        dosage: dose.map { [FHIRMedicationStatement.Dosage(text: $0.text)] })
    }

    private func composition(
      observations: [FHIRReference], medicines: [FHIRReference]
    ) -> FHIRComposition {
      let occasion = document.occasion
      let sections = FHIRCodes.Part.allCases.compactMap { part -> FHIRComposition.Section? in
        let inner = document.pages.joined().filter { FHIRCodes.Part(of: $0.kind) == part }
          .map { section in
            FHIRComposition.Section(
              title: section.title.text,
              text: Narrative.of(section, ownLanguage: document.language.own))
          }
        let entries =
          part == .function ? observations : part == .medicines ? medicines : []
        if inner.isEmpty { return nil }
        return FHIRComposition.Section(
          title: part.title, code: part.code, entry: entries.isEmpty ? nil : entries,
          section: inner)
      }
      return FHIRComposition(
        language: document.language.page,
        text: Narrative.of(
          document.banner, document.colophon, ownLanguage: document.language.own),
        type: FHIRCodes.summary, subject: patient, date: Day(occasion.made).iso,
        author: [patient], title: "Summary for a visit",
        event: [
          .init(
            period: FHIRPeriod(
              start: Day(occasion.days.lowerBound).iso, end: Day(occasion.days.upperBound).iso))
        ],
        section: sections.isEmpty ? nil : sections)
    }
  }
}
