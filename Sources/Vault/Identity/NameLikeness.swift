// docs/format.md § Identity file (names)

extension PartnerName {
  /// Whether two names could be taken for one another on a screen.
  ///
  /// A name is what tells two people's diaries apart, so two that only a machine tells apart are
  /// refused where both are on one device. Not every likeness is known here; these are the letters
  /// that the same key, or a copied text, brings in most.
  public static func looksAlike(_ one: String, _ other: String) -> Bool {
    shape(one) == shape(other)
  }

  /// Whether no sign in it shows nothing. Joiners and variation selectors belong to the writing of many
  /// names; after a sign of ASCII they only hide.
  static func hidesNothing(_ name: String) -> Bool {
    var isAfterASCII = true
    for scalar in name.unicodeScalars {
      if scalar.properties.isDefaultIgnorableCodePoint {
        let joins = scalar.properties.isJoinControl || scalar.properties.isVariationSelector
        guard joins, !isAfterASCII else { return false }
      }
      isAfterASCII = scalar.isASCII
    }
    return true
  }

  /// What is left of a name when everything is dropped or folded that hardly shows.
  private static func shape(_ name: String) -> String {
    var shape = ""
    for scalar in name.unicodeScalars
    where !scalar.properties.isDefaultIgnorableCodePoint && !scalar.properties.isWhitespace {
      let wide = scalar.value
      let narrow =
        (0xFF01...0xFF5E).contains(wide) ? Unicode.Scalar(wide - 0xFEE0) ?? scalar : scalar
      shape += (twins[narrow] ?? narrow).properties.lowercaseMapping
    }
    return String(shape.map { $0 == "i" || $0 == "1" || $0 == "|" ? "l" : $0 == "0" ? "o" : $0 })
  }

  /// Letters of other scripts, by the Latin letter that they look like.
  private static let twins: [Unicode.Scalar: Unicode.Scalar] = {
    let pairs: [(others: String, latin: String)] = [
      // Cyrillic
      ("АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһӏ", "ABESIJKMHOPCTYXaesijopcyxdhl"),
      // Greek
      ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονυ", "ABEZHIKMNOPTYXovu"),
      // Signs without a dot, and with a hook
      ("ıɑɡ", "iag"),
    ]
    var twins: [Unicode.Scalar: Unicode.Scalar] = [:]
    for (others, latin) in pairs {
      for (other, letter) in zip(others.unicodeScalars, latin.unicodeScalars) {
        twins[other] = letter
      }
    }
    return twins
  }()
}
