import Care

/// Asks for a kind's fields one by one; an empty answer skips a field, a dot skips all that follow.
struct Questions {
  let console: Console
  /// Whose diary is being written: prompts begin with it where two share a device.
  let writer: String?
  /// The day that "today" means in an answer.
  var today: CivilDate?
  /// Turns what was typed for an entry into its whole id; `nil` where it names nothing.
  var identifier: (String) -> String? = { $0 }

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
    console.remark(
      "\(prefix)\(title). Enter skips a question, a dot skips the rest; Ctrl-C leaves without keeping anything."
    )
    var members: [String] = []
    var answered: Set<String> = []
    var isEnough = false
    for field in fields where field.isRequired || !isEnough {
      if let other = field.follows, !answered.contains(other) { continue }
      var value: String?
      do {
        value = try field.isRequired ? needed(field) : answer(field)
      } catch let enough as Enough {
        if field.isRequired && enough.answer == nil { return nil }
        value = enough.answer
        isEnough = true
      }
      guard let value else { continue }
      answered.insert(field.key)
      members.append("\(JSONText.string(field.key)):\(value)")
    }
    return members.isEmpty ? nil : Array("{\(members.joined(separator: ","))}".utf8)
  }

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
  private func needed(_ field: Field) throws -> String {
    while true {
      if let value = try answer(field) { return value }
      console.remark("This one is needed; a dot leaves without keeping anything.")
    }
  }

  private func answer(_ field: Field) throws -> String? {
    switch field.shape {
    case .list(.object(let fields), let most): return try items(field, fields, most)
    case .text: return try text(field)
    default: break
    }
    let reminder = field.shape.reminder(after: field.prompt).map { " (\($0))" } ?? ""
    while let line = try askLine(field.prompt + reminder) {
      let typed = line.split(separator: " ").joined(separator: " ")
      if typed.isEmpty { return nil }
      if typed == "." { throw Enough() }
      guard let value = field.shape.json(typed, today, identifier) else {
        refuse(.expected(field.shape.expectedAnswer), field)
        continue
      }
      guard let problem = field.problem(with: Array(value.utf8)) else { return value }
      refuse(problem, field)
    }
    throw Enough()
  }

  private func text(_ field: Field) throws -> String? {
    while true {
      console.remark("\(prefix)\(field.prompt) A line with only a dot ends it.")
      guard let line = try readLine() else { throw Enough() }
      if line.isEmpty { return nil }
      if line == "." { throw Enough() }
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
    console.remark("\(prefix)\(field.prompt) One at a time; Enter ends the list.")
    while items.count < most {
      var members: [String] = []
      do {
        guard let value = try answer(first) else { break }
        members.append("\(JSONText.string(first.key)):\(value)")
        for field in required.dropFirst() {
          members.append("\(JSONText.string(field.key)):\(try needed(field))")
        }
        for field in others {
          guard let value = try answer(field) else { continue }
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
      console: console, writer: diary.other == nil ? nil : diary.name, today: diary.today)
  }
}
