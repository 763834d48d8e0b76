public import Vault

extension CheckIn {
  /// The parts of a check-in that can each have an audience of their own.
  public static let parts: [String] = fields.map(\.key)

  /// Takes a check-in apart into what its author keeps and what both read.
  ///
  /// Each result holds its own parts and nothing else: no empty place, no flag, no count tells
  /// that there is another. Give each an id of its own, leave the tags with the private part, and
  /// let neither amend the other's entry.
  ///
  /// - Parameters:
  ///   - audiences: by part, see ``parts``; other names are ignored.
  ///   - other: the audience of the parts that `audiences` does not name.
  /// - Returns: one or two check-ins, the private one first; none without any answer.
  public func split(
    audiences: [String: Audience], other: Audience = CheckIn.defaultAudience
  ) -> [(audience: Audience, value: CheckIn)] {
    Audience.allCases.compactMap { audience in
      let part = keeping { (audiences[$0] ?? other) == audience }
      return part.hasAnswer ? (audience, part) : nil
    }
  }

  private func keeping(_ isKept: (String) -> Bool) -> CheckIn {
    var part = CheckIn()
    for measure in Measure.allCases where isKept(measure.rawValue) {
      part[measure] = self[measure]
    }
    if isKept("activities"), activities?.isEmpty == false { part.activities = activities }
    if isKept("limit") { part.limit = limit }
    if isKept("note") { part.note = note }
    return part
  }

  /// The parts that were answered.
  var answeredParts: [String] {
    Self.parts.filter { part in keeping { $0 == part }.hasAnswer }
  }

  /// Whether anything at all was answered; an empty list of activities is no answer.
  var hasAnswer: Bool {
    var answers = self
    if activities?.isEmpty == true { answers.activities = nil }
    return answers != CheckIn()
  }
}
