import Care

/// The codes that a page uses; a test allows no other.
enum FHIRCodes {
  private static let loinc = "http://loinc.org"
  private static let snomed = "http://snomed.info/sct"
  /// For what has no code that says just this; always with its words beside it.
  private static let own = "urn:vesper:measure"

  /// LOINC 60591-5, a patient summary document.
  static let summary = FHIRConcept(
    coding: [FHIRCoding(system: loinc, code: "60591-5")], text: "Summary for a visit")

  static func measure(_ measure: Measure) -> FHIRConcept {
    let ends = "\(measure.name), from 0 (\(measure.ends.low)) to 10 (\(measure.ends.high))"
    let coding =
      switch measure {
      // Pain severity, 0 to 10, verbal numeric rating, reported.
      case .pain: FHIRCoding(system: loinc, code: "72514-3")
      case .fatigue: FHIRCoding(system: snomed, code: "84229001")
      default: FHIRCoding(system: own, code: measure.rawValue)
      }
    return FHIRConcept(coding: [coding], text: "\(ends); own scale, not validated")
  }

  /// The three parts of the composition, by what a page's section is about.
  enum Part: CaseIterable {
    case story, medicines, function

    var title: String {
      switch self {
      case .story: "In the patient's words"
      case .medicines: "Medicines"
      case .function: "Day by day"
      }
    }

    var code: FHIRConcept {
      let (code, text) =
        switch self {
        case .story: ("81338-6", "Patient Story")
        case .medicines: ("10160-0", "Medicines")
        case .function: ("47420-5", "Function")
        }
      return FHIRConcept(coding: [FHIRCoding(system: loinc, code: code)], text: text)
    }

    init(of kind: Section.Kind) {
      switch kind {
      case .medicines: self = .medicines
      case .ratings, .pacing, .values, .notes: self = .function
      default: self = .story
      }
    }
  }
}
