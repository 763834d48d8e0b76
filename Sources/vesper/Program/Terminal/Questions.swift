import Care
import Vault

/// Asks for a kind's fields one by one; an empty answer skips a field, a dot skips all that follow.
struct Questions {
  let console: Console
  /// Whose diary is being written: prompts begin with it where two share a device.
  let writer: String?
  /// Turns the first digits of an id into the whole of it; `nil` where they name nothing.
  var identifier: (String) -> String? = { $0 }

  /// That the rest was skipped with a dot, or that there is no more input.
  private struct Enough: Error {}

  /// Asks every field and gives the answers as one JSON object.
  func ask(_ fields: [Field], title: String) throws -> [UInt8] {
    console.remark(
      "\(prefix)\(title). Enter skips a question, a dot skips the rest; Ctrl-C leaves without keeping anything."
    )
    return Array(try object(fields, isWhole: true).utf8)
  }

  func askLine(_ prompt: String) throws -> String? {
    console.ask("\(prefix)\(prompt) ")
    return try console.readLine()
  }

  /// A yes or no; Enter is no.
  func confirm(_ prompt: String) throws -> Bool {
    let answer = try askLine("\(prompt) [y/N]")?.lowercased() ?? ""
    return answer == "y" || answer == "yes"
  }

  /// Text of several lines, ended by an empty line or the end of input.
  func askText(_ prompt: String) throws -> String {
    console.remark("\(prefix)\(prompt) An empty line ends it.")
    var lines: [String] = []
    while let line = try console.readLine(), !line.isEmpty { lines.append(line) }
    return lines.joined(separator: "\n")
  }

  private var prefix: String { writer.map { "\($0) · " } ?? "" }

  /// - Parameter isWhole: whether a dot keeps what was answered so far.
  private func object(_ fields: [Field], isWhole: Bool) throws -> String {
    var members: [String] = []
    for field in fields {
      do {
        guard let value = try answer(field) else {
          // What an item of a list is about comes first; without it there is no item.
          if !isWhole && field.isRequired { break }
          continue
        }
        members.append("\(JSONText.string(field.key)):\(value)")
      } catch is Enough {
        guard isWhole else { throw Enough() }
        break
      }
    }
    return "{" + members.joined(separator: ",") + "}"
  }

  private func answer(_ field: Field) throws -> String? {
    switch field.shape {
    case .list(.object(let fields), let most):
      return try objects(field, fields, most)
    case .text:
      let text = try askText(field.prompt)
      return text.isEmpty ? nil : JSONText.string(text)
    default:
      let reminder = field.shape.reminder(after: field.prompt).map { " (\($0))" } ?? ""
      while let line = try askLine(field.prompt + reminder) {
        let typed = line.split(separator: " ").joined(separator: " ")
        if typed.isEmpty { return nil }
        if typed == "." { throw Enough() }
        if let value = field.shape.json(typed, identifier) { return value }
        console.remark("That has to be \(field.shape.expectation). Enter skips it.")
      }
      throw Enough()
    }
  }

  private func objects(_ field: Field, _ fields: [Field], _ most: Int) throws -> String? {
    var items: [String] = []
    console.remark(
      "\(prefix)\(field.prompt) One at a time; Enter at the first question ends the list.")
    while items.count < most {
      do {
        let item = try object(
          fields.filter(\.isRequired) + fields.filter { !$0.isRequired }, isWhole: false)
        if item == "{}" { break }
        items.append(item)
      } catch is Enough where !items.isEmpty {
        break
      }
    }
    return items.isEmpty ? nil : JSONText.array(items)
  }
}

extension Field.Shape {
  /// What an answer looks like, in a word or two, where the question has not said it.
  fileprivate func reminder(after prompt: String) -> String? {
    switch self {
    case .scale(let low, let high):
      prompt.contains("to 10") ? nil : "0 \(low) … 10 \(high)"
    case .number(let range):
      prompt.contains("to \(range.upperBound)")
        ? nil : "\(range.lowerBound)–\(range.upperBound)"
    case .choice(let words): words.joined(separator: ", ")
    case .flag: "y/n"
    case .date: "YYYY-MM-DD"
    case .time: "HH:MM"
    case .list(.choice(let words), _): words.joined(separator: ", ")
    case .list: "separate with ;"
    default: nil
    }
  }

  /// What was typed, as JSON; `nil` where it cannot stand there.
  fileprivate func json(_ typed: String, _ identifier: (String) -> String?) -> String? {
    switch self {
    case .scale: return Int(typed).flatMap { (0...10).contains($0) ? String($0) : nil }
    case .number(let range): return Int(typed).flatMap { range.contains($0) ? String($0) : nil }
    case .flag:
      switch typed.lowercased() {
      case "y", "yes", "true": return "true"
      case "n", "no", "false": return "false"
      default: return nil
      }
    case .choice(let words):
      let found = words.filter { $0.hasPrefix(typed.lowercased()) }
      return found.count == 1 || words.contains(typed) ? JSONText.string(found.first ?? typed) : nil
    case .list(let item, let most):
      let separator: Character = typed.contains(";") ? ";" : ","
      let isWords: Bool = if case .choice = item { true } else { false }
      let parts = typed.split(separator: isWords ? separator : ";").map {
        $0.split(separator: " ").joined(separator: " ")
      }
      let items = parts.compactMap { item.json($0, identifier) }
      return items.count == parts.count && items.count <= most ? JSONText.array(items) : nil
    case .hex: return identifier(typed).map(JSONText.string)
    default: return JSONText.string(typed)
    }
  }
}
