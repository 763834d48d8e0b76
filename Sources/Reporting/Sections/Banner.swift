import Care

extension Banner {
  init(of disclosure: Material) {
    let clinician = OwnWords(disclosure.clinician)
    let purpose: Words =
      if let clinician { "For my visit with \(own: clinician)" } else { "For my visit" }
    let details = [
      disclosure.setting.flatMap(OwnWords.init).map { Words($0) },
      disclosure.visitDate.map { "\(page: disclosure.dates.full($0))" },
    ]
    let visit = Words.joined([purpose] + details.compactMap { $0 }, by: " · ")

    if let patient = OwnWords(disclosure.patient) {
      (title, self.visit) = (Words(patient), visit)
    } else {
      (title, self.visit) = (visit, nil)
    }
    statement = "Written by the patient. Not a diagnosis or a validated test."
    facts = Self.facts(of: disclosure)
  }

  /// The dates; the rest only where some rating is on the page.
  private static func facts(of disclosure: Material) -> [Fact] {
    var facts = [
      Fact(
        label: "Dates covered",
        value: "\(page: disclosure.dates.range(disclosure.window))")
    ]
    if let logged = disclosure.daysLogged {
      facts += [
        Fact(label: "Days logged", value: "\(logged) of \(disclosure.window.dayCount)"),
        Fact(
          label: "Scale", value: "0–10, how it felt right now; own scale, not validated"),
      ]
    }
    return facts
  }
}
