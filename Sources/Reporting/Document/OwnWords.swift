/// Text a person wrote, verbatim but for the blank space around it; never without a visible sign.
struct OwnWords: Hashable, Sendable {
  let text: String

  /// The text with blank ends cut off and line ends as U+000A; nothing where nothing is to be seen.
  init?(_ raw: String) {
    var scalars = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in raw.unicodeScalars {
      // LF after CR is the second half of one line end. The others are Unicode's mandatory
      // breaks: UAX #14, class BK and NL.
      switch scalar {
      case "\n" where afterReturn: break
      case "\r", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}": scalars.append("\n")
      default: scalars.append(scalar)
      }
      afterReturn = scalar == "\r"
    }
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace }),
      scalars.contains(where: \.isVisible)
    else { return nil }
    text = String(scalars[first...last])
  }

  /// The lines that say something, in order.
  static func each(_ lines: [String]) -> [OwnWords] { lines.compactMap(OwnWords.init) }
}

extension Unicode.Scalar {
  /// Leaves ink on the page: not a space, a control, or one of Unicode's invisible signs.
  fileprivate var isVisible: Bool {
    if properties.isWhitespace || properties.isDefaultIgnorableCodePoint { return false }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .unassigned: return false
    default: return true
    }
  }

  /// An explicit direction control of UAX #9: LRE, RLE, PDF, LRO, RLO, LRI, RLI, FSI or PDI.
  ///
  /// Left in, one of these could make a line read otherwise than its letters stand, or turn round the
  /// page's words after it. Renderers drop them and isolate each person's words themselves.
  var isDirectionControl: Bool {
    switch value {
    case 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
