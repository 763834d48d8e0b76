import FoundationEssentials
import Reporting

/// Puts JSON documents together from parts that are JSON already.
enum JSONText {
  static func string(_ text: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    guard let data = try? encoder.encode(text) else { return "\"\"" }
    return visible(String(decoding: data, as: UTF8.self))
  }

  /// The same JSON with every sign that could steer a terminal written as an escape (RFC 8259 § 7).
  static func visible(_ json: String) -> String {
    guard !json.unicodeScalars.allSatisfy(TerminalText.isSafe) else { return json }
    var visible = ""
    for scalar in json.unicodeScalars {
      if TerminalText.isSafe(scalar) {
        visible.unicodeScalars.append(scalar)
      } else {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          visible += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
    }
    return visible
  }

  static func object(_ members: KeyValuePairs<String, String>) -> String {
    "{" + members.map { "\(string($0.key)):\($0.value)" }.joined(separator: ",") + "}"
  }

  /// An object whose members depend on what there is.
  static func object(_ members: [(String, String)]) -> String {
    "{" + members.map { "\(string($0.0)):\($0.1)" }.joined(separator: ",") + "}"
  }

  static func array(_ items: [String]) -> String { "[" + items.joined(separator: ",") + "]" }
}
