import Care

/// Writes a visit as one whole day of a calendar: one event that is nobody else's business.
///
/// It says with whom and where, as the page's banner does, and nothing else of the page. A visit
/// without a day gives no bytes. Care writes it, as it writes every calendar.
struct CalendarRenderer: Renderer {
  let stamp: Stamp

  func render(_ document: Document) -> [UInt8] {
    let occasion = document.occasion
    guard let date = occasion.visit else { return [] }
    return CalendarWriting.visit(
      on: date, with: occasion.clinician.map { TerminalText.safe($0.text) },
      at: occasion.setting.map { TerminalText.safe($0.text) }, now: stamp.moment,
      uid: stamp.uuid(0))
  }
}
