/// A reading of one's own from which a goal softens: `pain >= 6`, `energy <= 3`.
public struct Threshold: Sendable, Hashable, CustomStringConvertible {
  public enum Side: String, Sendable {
    case atLeast = ">="
    case atMost = "<="
  }

  public let measure: Measure
  public let side: Side
  /// 0 through 10.
  public let value: Int

  /// A measure, a side and a number, with or without spaces; `nil` for any other text.
  ///
  /// `>` and `<` are read as the next whole number: ratings have no halves.
  public init?(_ text: some StringProtocol) {
    let plain = text.lowercased().filter { $0 != " " }
    guard let measure = Measure.allCases.first(where: { plain.hasPrefix($0.rawValue) }) else {
      return nil
    }
    var rest = plain.dropFirst(measure.rawValue.count)
    guard let sign = rest.popFirst(), sign == ">" || sign == "<" else { return nil }
    let isStrict = rest.first != "="
    if !isStrict { rest.removeFirst() }
    guard (1...2).contains(rest.utf8.count), let number = Digits.number(Array(rest.utf8)) else {
      return nil
    }
    side = sign == ">" ? .atLeast : .atMost
    value = number + (isStrict ? (sign == ">" ? 1 : -1) : 0)
    guard (0...10).contains(value) else { return nil }
    self.measure = measure
  }

  /// Whether a rating reaches it.
  public func isReached(by rating: Int) -> Bool {
    side == .atLeast ? rating >= value : rating <= value
  }

  public var description: String { "\(measure.rawValue) \(side.rawValue) \(value)" }

  static let shape = Field.Shape.line(max: 40)
  static let expectation = "a measure and a number, as in pain >= 6"
  static let form = Field.Form(fits: { Threshold($0) != nil }, expectation: expectation)
  static let prompt = "From which reading of yours does it soften, as in pain >= 6? For you alone"
}
