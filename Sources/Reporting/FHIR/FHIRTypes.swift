// The few types of FHIR R4 (4.0.1) that a page needs, each with the few members it fills; the names are
// those of the specification, hl7.org/fhir/R4.

/// A document: the composition first, then all that it refers to. § Bundle
struct FHIRBundle: Encodable {
  let resourceType = "Bundle"
  let meta = FHIRMeta()
  let identifier: FHIRIdentifier
  let type = "document"
  /// When it was put together, with its offset from UTC.
  let timestamp: String
  let entry: [Entry]

  struct Entry: Encodable {
    let fullUrl: String
    let resource: FHIRResource
  }
}

enum FHIRResource: Encodable {
  case composition(FHIRComposition)
  case patient(FHIRPatient)
  case observation(FHIRObservation)
  case medication(FHIRMedicationStatement)

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .composition(let resource): try resource.encode(to: encoder)
    case .patient(let resource): try resource.encode(to: encoder)
    case .observation(let resource): try resource.encode(to: encoder)
    case .medication(let resource): try resource.encode(to: encoder)
    }
  }
}

/// Every resource is marked as restricted: v3-Confidentiality R.
struct FHIRMeta: Encodable {
  let security = [
    FHIRCoding(
      system: "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", code: "R")
  ]
}

struct FHIRIdentifier: Encodable {
  let system = "urn:ietf:rfc:3986"
  let value: String
}

struct FHIRCoding: Encodable, Hashable {
  let system: String
  let code: String
}

struct FHIRConcept: Encodable {
  var coding: [FHIRCoding]?
  let text: String
}

struct FHIRReference: Encodable {
  let reference: String
}

struct FHIRPeriod: Encodable {
  var start: String?
  var end: String?
}

struct FHIRNarrative: Encodable {
  let status = "generated"
  /// XHTML, in a `div` of its namespace.
  let div: String
}

struct FHIRAnnotation: Encodable {
  var authorReference: FHIRReference?
  var time: String?
  let text: String
}

/// § Composition
struct FHIRComposition: Encodable {
  let resourceType = "Composition"
  let meta = FHIRMeta()
  let language: String
  let text: FHIRNarrative
  let status = "final"
  let type: FHIRConcept
  let subject: FHIRReference
  let date: String
  let author: [FHIRReference]
  let title: String
  let confidentiality = "R"
  let event: [Event]
  var section: [Section]?

  struct Event: Encodable { let period: FHIRPeriod }

  struct Section: Encodable {
    let title: String
    var code: FHIRConcept?
    var text: FHIRNarrative?
    var entry: [FHIRReference]?
    var section: [Section]?
  }
}

/// § Patient: a name, and no identifier.
struct FHIRPatient: Encodable {
  let resourceType = "Patient"
  let meta = FHIRMeta()
  var name: [Name]?

  struct Name: Encodable { let text: String }
}

/// § Observation: one answer of one day.
struct FHIRObservation: Encodable {
  let resourceType = "Observation"
  let meta = FHIRMeta()
  let status = "final"
  let category = [
    FHIRConcept(
      coding: [
        FHIRCoding(
          system: "http://terminology.hl7.org/CodeSystem/observation-category", code: "survey")
      ], text: "the patient's own answer")
  ]
  let code: FHIRConcept
  let subject: FHIRReference
  let effectiveDateTime: String
  let performer: [FHIRReference]
  let valueQuantity: Quantity
  var note: [FHIRAnnotation]?

  struct Quantity: Encodable {
    let value: Int
    let unit = "{score}"
    let system = "http://unitsofmeasure.org"
    let code = "{score}"
  }
}

/// § MedicationStatement: what the patient says of one medicine.
struct FHIRMedicationStatement: Encodable {
  let resourceType = "MedicationStatement"
  let meta = FHIRMeta()
  let status: String
  let medicationCodeableConcept: FHIRConcept
  let subject: FHIRReference
  var effectivePeriod: FHIRPeriod?
  let dateAsserted: String
  let informationSource: FHIRReference
  var note: [FHIRAnnotation]?
  var dosage: [Dosage]?

  struct Dosage: Encodable { let text: String }
}
