import Care
import Vault

/// Asks for a kind's fields one by one; an empty answer skips a field, a dot skips all that follow.
struct Questions {
  let console: Console
  /// Whose diary is being written: prompts begin with it where two share a device.
  let writer: String?
  /// The day that "today" means in an answer.
  var today: CivilDate?
  /// Turns what was typed for an entry into its whole id; `nil` where it names nothing.
  var identifier: (String) -> String? = { $0 }
  /// What an entry that is amended holds so far, by key; `nil` for a new one. Enter keeps it then.
  var present: [String: [String]]?
  /// How a field is put once the fields of these keys are answered; `nil` leaves it out.
  var adapted: (Field, Set<String>) -> Asking? = { field, _ in Asking(field: field) }

  /// That the rest was skipped with a dot, or that there is no more input.
  private struct Enough: Error {
    /// What this field has so far, as JSON.
    var answer: String?
  }

  /// Asks every field and gives the answers as one JSON object.
  ///
  /// - Returns: `nil` where nothing was answered, or nothing that can be kept.
  func ask(_ fields: [Field], title: String) throws -> [UInt8]? {
    // What comes in after the last answer, such as the rest of a paste, is kept from the shell.
    defer { console.forgetWhatWasTyped() }
    console.remark("\(prefix)\(title). \(manner)")
    var members: [String] = []
    var answered = Set(present?.keys.map(\.self) ?? [])
    var isEnough = false
    for field in fields where !isEnough || isNeeded(field) {
      if let other = field.follows, !answered.contains(other) { continue }
      guard let ask = adapted(field, answered) else { continue }
      var value: String?
      do {
        value = try isNeeded(field) ? needed(ask) : answer(ask)
      } catch let enough as Enough {
        if isNeeded(field) && enough.answer == nil { return nil }
        value = enough.answer
        isEnough = true
      }
      guard let value else { continue }
      if value == Questions.away { answered.remove(field.key) } else { answered.insert(field.key) }
      members.append("\(JSONText.string(field.key)):\(value)")
    }
    return members.isEmpty ? nil : Array("{\(members.joined(separator: ","))}".utf8)
  }

  /// What takes a present answer away, as JSON.
  private static let away = "null"

  private var manner: String {
    present == nil
      ? "Enter skips a question, a dot skips the rest; Ctrl-C leaves without keeping anything."
      : "Enter keeps what stands in brackets, - takes it away, a dot keeps the rest; Ctrl-C changes nothing."
  }

  /// Whether there has to be an answer: an entry that is amended has it already.
  private func isNeeded(_ field: Field) -> Bool { field.isRequired && present == nil }

  func askLine(_ prompt: String) throws -> String? {
    console.ask("\(prefix)\(prompt) ")
    return try readLine()
  }

  /// A yes or no; Enter is no.
  func confirm(_ prompt: String) throws -> Bool {
    let answer = try askLine("\(prompt) [y/N]")?.lowercased() ?? ""
    return answer == "y" || answer == "yes"
  }

  /// Paragraphs, ended by a line with only a dot or by the end of input; blank lines belong to them.
  func askText(_ prompt: String) throws -> String {
    defer { console.forgetWhatWasTyped() }
    console.remark(
      "\(prefix)\(prompt) As many lines as you like; a line with only a dot ends it.")
    return try paragraphs(after: [])
  }

  private var prefix: String { writer.map { "\($0) · " } ?? "" }

  private func paragraphs(after first: [String]) throws -> String {
    var lines = first
    while let line = try console.readLine() {
      if line.isWhole && line.text == "." { return lines.joined(separator: "\n") }
      lines.append(TypedText.plain(line.text))
      if !line.isWhole { break }
    }
    console.remark("")
    return lines.joined(separator: "\n")
  }

  private func readLine() throws -> String? {
    let line = try console.readLine()
    // Ctrl-D leaves the cursor where it is.
    if line?.isWhole != true { console.remark("") }
    return line.map { TypedText.plain($0.text) }
  }

  /// Asks until there is an answer.
  private func needed(_ ask: Asking) throws -> String {
    while true {
      if let value = try answer(ask) { return value }
      console.remark("This one is needed; a dot leaves without keeping anything.")
    }
  }

  private func answer(_ ask: Asking) throws -> String? {
    let field = ask.field
    switch field.shape {
    case .list(.object(let fields), let most): return try items(field, fields, most)
    case .text: return try text(field)
    default: break
    }
    for line in ask.offer?.lines(width: console.width) ?? [] { console.remark(line) }
    let reminder =
      ask.offer?.reminder(isOpen: field.offers != nil) ?? field.shape.reminder(after: field.prompt)
    let question = field.prompt + (reminder.map { " (\($0))" } ?? "") + brackets(field)
    while let line = try askLine(question) {
      let typed = line.split(separator: " ").joined(separator: " ")
      if typed.isEmpty { return nil }
      if typed == "." { throw Enough() }
      if isRemoval(typed) { return removed(field) }
      guard let words = ask.offer.map({ $0.words(for: typed) }) ?? [typed],
        let value = field.shape.json(words.joined(separator: "; "), today, identifier)
      else {
        refuse(.expected(field.shape.expectedAnswer), field)
        continue
      }
      guard let problem = field.problem(with: Array(value.utf8)) else { return value }
      refuse(problem, field)
    }
    throw Enough()
  }

  /// What an entry that is amended holds here, to be seen before it is changed.
  private func brackets(_ field: Field) -> String {
    present?[field.key].map { " [\($0.joined(separator: "; "))]" } ?? ""
  }

  /// Whether a present answer is to be taken away.
  private func isRemoval(_ typed: String) -> Bool { typed == "-" && present != nil }

  /// The JSON that takes an answer away; `nil` where it has to stay, or is not there.
  private func removed(_ field: Field) -> String? {
    if field.isRequired { console.remark("This one is needed, so it stays.") }
    return field.isRequired || present?[field.key] == nil ? nil : Questions.away
  }

  private func text(_ field: Field) throws -> String? {
    if let lines = present?[field.key] {
      console.remark("\(prefix)\(field.label), so far:")
      for line in lines { console.remark("  \(line)") }
    }
    while true {
      console.remark("\(prefix)\(field.prompt) A line with only a dot ends it.")
      guard let line = try readLine() else { throw Enough() }
      if line.isEmpty { return nil }
      if line == "." { throw Enough() }
      if isRemoval(line) { return removed(field) }
      let value = JSONText.string(try paragraphs(after: [line]))
      guard let problem = field.problem(with: Array(value.utf8)) else { return value }
      refuse(problem, field)
    }
  }

  /// What to say of an answer that cannot stand; the question is put again after it.
  private func refuse(_ problem: FieldProblem, _ field: Field) {
    let words: String
    if case .expected(let what) = problem {
      words = "That has to be \(what)"
    } else {
      words = problem.sentence.prefix(1).uppercased() + problem.sentence.dropFirst()
    }
    console.remark("\(words).\(field.isRequired ? "" : " Enter skips it.")")
  }

  private func items(_ field: Field, _ fields: [Field], _ most: Int) throws -> String? {
    // What an item is about comes first; Enter there is the end of the list.
    let required = fields.filter(\.isRequired)
    let others = fields.filter { !$0.isRequired }
    guard let first = required.first else { return nil }
    var items: [String] = []
    console.remark("\(prefix)\(field.prompt) One at a time; Enter ends the list.\(brackets(field))")
    var each = self
    each.present = nil
    while items.count < most {
      var members: [String] = []
      do {
        guard let value = try each.answer(Asking(field: first)) else { break }
        if items.isEmpty, value == "\"-\"", isRemoval("-") { return removed(field) }
        members.append("\(JSONText.string(first.key)):\(value)")
        for field in required.dropFirst() {
          members.append("\(JSONText.string(field.key)):\(try each.needed(Asking(field: field)))")
        }
        for field in others {
          guard let value = try each.answer(Asking(field: field)) else { continue }
          members.append("\(JSONText.string(field.key)):\(value)")
        }
      } catch is Enough {
        if members.count >= required.count { items.append("{\(members.joined(separator: ","))}") }
        throw Enough(answer: items.isEmpty ? nil : JSONText.array(items))
      }
      items.append("{\(members.joined(separator: ","))}")
    }
    return items.isEmpty ? nil : JSONText.array(items)
  }
}

extension Questions {
  /// Questions to whoever keeps a diary.
  init(for diary: Diary, on console: Console) {
    self.init(
      console: console, writer: diary.other == nil ? nil : diary.name, today: diary.today,
      identifier: { try? diary.entry($0).id.description })
  }
}
