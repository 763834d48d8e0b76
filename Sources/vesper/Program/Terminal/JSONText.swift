import FoundationEssentials
import Reporting

/// Puts JSON documents together from parts that are JSON already.
enum JSONText {
  static func string(_ text: String) -> String {
    // What JSON writes as itself needs no encoder, and most of it is that.
    if TerminalText.isPlain(text), !text.utf8.contains(where: { $0 == 0x22 || $0 == 0x5C }) {
      return "\"\(text)\""
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    guard let data = try? encoder.encode(text) else { return "\"\"" }
    return visible(String(decoding: data, as: UTF8.self))
  }

  /// The same JSON with every sign that could steer a terminal written as an escape (RFC 8259 § 7).
  static func visible(_ json: String) -> String {
    guard !TerminalText.isSafe(json) else { return json }
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

  /// The items of a list that was put together here, each as JSON.
  static func items(of array: String) -> [String] {
    var items: [String] = []
    var item = String.UnicodeScalarView()
    var depth = 0
    var isText = false
    var isEscaped = false
    for sign in array.unicodeScalars.dropFirst().dropLast() {
      if isText {
        if !isEscaped && sign == "\"" { isText = false }
        isEscaped = !isEscaped && sign == "\\"
      } else if sign == "," && depth == 0 {
        items.append(String(item))
        item = String.UnicodeScalarView()
        continue
      } else {
        if sign == "\"" { isText = true }
        depth += sign == "{" || sign == "[" ? 1 : sign == "}" || sign == "]" ? -1 : 0
      }
      item.append(sign)
    }
    return item.isEmpty ? items : items + [String(item)]
  }

  /// One text of an object; empty where it is none.
  static func member(_ key: String, of object: String) -> String {
    struct Text: Decodable {
      let text: String
      init(from decoder: any Decoder) throws {
        text = (try? decoder.singleValueContainer().decode(String.self)) ?? ""
      }
    }
    let members = try? JSONDecoder().decode([String: Text].self, from: Data(object.utf8))
    return members?[key]?.text ?? ""
  }

  /// JSON as a person reads it back: words without quotes, lists with semicolons.
  static func readable(_ json: String) -> String {
    let decoder = JSONDecoder()
    let data = Data(json.utf8)
    if let text = try? decoder.decode(String.self, from: data) { return text }
    if let items = try? decoder.decode([String].self, from: data) {
      return items.joined(separator: "; ")
    }
    switch json {
    case "true": return "yes"
    case "false": return "no"
    case "null": return "taken away"
    default: return Int(json) == nil ? "as before" : json
    }
  }
}
