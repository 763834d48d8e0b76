import Care
import Vault

/// How a question is put for each shape of answer, and what is made of what was typed.
extension Questions {
  /// Asks until there is an answer.
  ///
  /// - Parameter leaving: what a dot does in place of an answer.
  func needed(
    _ ask: Asking, _ before: String? = nil, leaving: String = "leaves without keeping anything"
  ) throws -> String {
    while true {
      if let value = try answer(ask, before) { return value }
      remark("This one is needed; a dot \(leaving).")
    }
  }

  /// - Parameter before: the answer that somebody has come back to, as JSON: a list goes on from it, and Enter
  ///   keeps any other.
  func answer(_ ask: Asking, _ before: String? = nil) throws -> String? {
    let field = ask.field
    switch field.shape {
    case .list(.object(let fields), let most): return try items(field, fields, most, before)
    case .text: return try text(field, before)
    default: break
    }
    for line in ask.above + offered(ask) { remark(line) }
    let reminder =
      ask.offer?.reminder(isOpen: field.offers != nil) ?? field.shape.reminder(after: field.prompt)
    let question = field.prompt + (reminder.map { " (\($0))" } ?? "") + brackets(field, before)
    while let line = try self.line(question, key: field.key) {
      let typed = line.split(separator: " ").joined(separator: " ")
      if typed.isEmpty { return before }
      if typed == "." { throw Enough(answer: before) }
      if typed == "<" { throw Back() }
      if isRemoval(typed, before) { return removed(field) }
      guard let words = ask.offer.map({ $0.words(for: typed) }) ?? [typed] else {
        refuse(.expected("numbers from 1 to \(ask.offer?.words.count ?? 0)"), field)
        continue
      }
      guard let value = field.shape.json(words.joined(separator: "; "), today, identifier) else {
        refuse(.expected(field.shape.expectedAnswer), field)
        continue
      }
      guard let problem = field.problem(with: Array(value.utf8)) else { return value }
      refuse(problem, field)
    }
    throw Enough(answer: before)
  }

  /// The words to choose from; one a line for screen readers.
  private func offered(_ ask: Asking) -> [String] {
    ask.offer?.lines(width: console.isPlain ? 0 : screen?.width ?? console.width) ?? []
  }

  /// What an entry that is amended holds here, or what somebody who went back had answered, to be seen before it
  /// is changed.
  func brackets(_ field: Field, _ before: String? = nil) -> String {
    let words = before.map(JSONText.readable) ?? present?[field.key]?.joined(separator: "; ")
    return words.map { " [\($0)]" } ?? ""
  }

  /// Whether what stands there is to be taken away.
  func isRemoval(_ typed: String, _ before: String? = nil) -> Bool {
    typed == "-" && (present != nil || before != nil)
  }

  /// The JSON that takes an answer away; `nil` where it has to stay, or is not there.
  func removed(_ field: Field) -> String? {
    if field.isRequired { remark("This one is needed, so it stays.") }
    return field.isRequired || present?[field.key] == nil ? nil : Questions.away
  }

  private func text(_ field: Field, _ before: String?) throws -> String? {
    if let lines = present?[field.key] {
      if screen != nil { return try changed(field, lines.joined(separator: "\n")) }
      remark("\(prefix)\(field.label), so far:")
      for line in lines { remark("  \(line)") }
    }
    // On a screen of its own it stands there to be changed; elsewhere Enter keeps it.
    var typed = screen == nil ? nil : before.map(JSONText.readable)
    let so = screen == nil ? brackets(field, before) : ""
    while true {
      let text = try paragraphs(
        "\(field.prompt) A line with only a dot ends it.\(so)", key: field.key, isAnswer: true,
        beginning: typed)
      if text.isEmpty { return screen == nil ? before : nil }
      if text == "." { throw Enough() }
      if text == "<" { throw Back() }
      if isRemoval(text, before) { return removed(field) }
      let value = JSONText.string(text)
      guard let problem = field.problem(with: Array(value.utf8)) else { return value }
      refuse(problem, field)
      // No word is lost: what was typed stands there again.
      typed = text
    }
  }

  /// The text that stands there, to be changed in its place.
  private func changed(_ field: Field, _ present: String) throws -> String? {
    var text = present
    while true {
      text = try paragraphs(
        "\(field.label), to be changed as you like. A line with only a dot ends it.",
        key: field.key, beginning: text)
      if text == present { return nil }
      if text.allSatisfy(\.isWhitespace) { return removed(field) }
      let value = JSONText.string(text)
      guard let problem = field.problem(with: Array(value.utf8)) else { return value }
      refuse(problem, field)
    }
  }

  /// What to say of an answer that cannot stand; the question is put again after it.
  func refuse(_ problem: FieldProblem, _ field: Field) {
    let words: String
    if case .expected(let what) = problem {
      let isShape = what == field.shape.expectation
      words = "That has to be \(isShape ? field.shape.expectedAnswer : what)"
    } else {
      words = problem.sentence.prefix(1).uppercased() + problem.sentence.dropFirst()
    }
    remark("\(words).\(field.isRequired ? "" : " Enter skips it.")")
  }

  func items(
    _ field: Field, _ fields: [Field], _ most: Int, _ before: String? = nil
  ) throws -> String? {
    // What an item is about comes first; Enter there is the end of the list.
    let required = fields.filter(\.isRequired)
    let others = fields.filter { !$0.isRequired }
    guard let first = required.first else { return nil }
    var items = before.map(JSONText.items) ?? []
    remark("\(prefix)\(field.prompt) One at a time; Enter ends the list.\(brackets(field))")
    for (index, item) in items.enumerated() {
      remark("  \(index + 1) \(JSONText.member(first.key, of: item))")
    }
    var each = self
    each.present = nil
    while items.count < most {
      var members: [String] = []
      do {
        guard let value = try each.answer(Asking(field: first)) else { break }
        if items.isEmpty, value == "\"-\"", isRemoval("-") { return removed(field) }
        members.append("\(JSONText.string(first.key)):\(value)")
        for field in required.dropFirst() {
          members.append(
            "\(JSONText.string(field.key)):\(try each.needed(Asking(field: field), leaving: "leaves this item out"))"
          )
        }
        for field in others {
          guard let value = try each.answer(Asking(field: field)) else { continue }
          members.append("\(JSONText.string(field.key)):\(value)")
        }
      } catch is Back {
        // Back in an item begins it anew; back at the beginning of one takes up the item before.
        guard !members.isEmpty || items.popLast() != nil else { throw Back() }
        remark(items.isEmpty ? "The first one again." : "Number \(items.count + 1) again.")
        continue
      } catch is Enough {
        if members.count >= required.count { items.append("{\(members.joined(separator: ","))}") }
        throw Enough(answer: items.isEmpty ? nil : JSONText.array(items))
      }
      items.append("{\(members.joined(separator: ","))}")
      let list = JSONText.array(items)
      note { draft in
        draft.answers.removeAll { $0.key == field.key }
        draft.answers.append(Draft.Answer(key: field.key, json: list))
      }
    }
    return items.isEmpty ? nil : JSONText.array(items)
  }
}
