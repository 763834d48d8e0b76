/// A run of text that remembers which of its words are the page's and which are somebody's own.
///
/// Text from a person enters only as `OwnWords`, so it cannot pass for the page's: renderers set it
/// apart, and a test can hold the page to its own vocabulary.
struct Words: Hashable, Sendable, ExpressibleByStringInterpolation {
  enum Span: Hashable, Sendable {
    case page(String)
    case own(OwnWords)
  }

  /// The spans in reading order; none is empty.
  private(set) var spans: [Span] = []

  init(stringLiteral text: String) { append(.page(text)) }
  init(stringInterpolation words: StringInterpolation) { spans = words.words.spans }
  init(_ own: OwnWords) { spans = [.own(own)] }

  private init() {}

  var isEmpty: Bool { spans.isEmpty }

  /// All of it, for a reader to whom it does not matter whose words they are.
  var text: String {
    spans.map { span in
      switch span {
      case .page(let text): text
      case .own(let own): own.text
      }
    }.joined()
  }

  /// The text, where all of it is one person's own.
  var onlyOwn: OwnWords? {
    if spans.count == 1, case .own(let own) = spans[0] { own } else { nil }
  }

  static func + (left: Words, right: Words) -> Words {
    var both = left
    for span in right.spans { both.append(span) }
    return both
  }

  /// The parts in order, with the page's own `separator` between them.
  static func joined(_ parts: [Words], by separator: String) -> Words {
    var all = Words()
    for part in parts where !part.isEmpty {
      if !all.isEmpty { all.append(.page(separator)) }
      all = all + part
    }
    return all
  }

  private mutating func append(_ span: Span) {
    guard case .page(let text) = span else { return spans.append(span) }
    if text.isEmpty { return }
    if case .page(let before) = spans.last {
      spans[spans.count - 1] = .page(before + text)
    } else {
      spans.append(span)
    }
  }

  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var words = Words()

    init(literalCapacity: Int, interpolationCount: Int) {}

    mutating func appendLiteral(_ text: String) { words.append(.page(text)) }
    /// Somebody's own words.
    mutating func appendInterpolation(own: OwnWords) { words.append(.own(own)) }
    /// Words of the page's own that were put together elsewhere.
    mutating func appendInterpolation(page text: String) { words.append(.page(text)) }
    mutating func appendInterpolation(_ number: Int) { words.append(.page(String(number))) }
    mutating func appendInterpolation(_ other: Words) { words = words + other }
  }
}
