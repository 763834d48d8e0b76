import Care
import Vault

/// Asks for a kind's fields one by one; an empty answer skips a field, `<` goes back to the one before,
/// a dot skips all that follow.
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
  /// Where what is typed is kept meanwhile; `nil` where it is not.
  var drafts: Drafts?
  /// The screen that is asked on; `nil` where lines follow each other.
  var screen: AskingScreen?
  /// The draft that the answers go to.
  var held: HeldDraft?

  /// That the rest was skipped with a dot, or that there is no more input.
  struct Enough: Error {
    /// What this field has so far, as JSON.
    var answer: String?
  }

  /// That the question before this one is wanted again.
  struct Back: Error {}

  /// Asks every field and gives the answers as one JSON object.
  ///
  /// - Returns: `nil` where nothing was answered, or nothing that can be kept.
  func ask(_ fields: [Field], title: String) throws -> [UInt8]? {
    // What comes in after the last answer, such as the rest of a paste, is kept from the shell.
    defer { console.forgetWhatWasTyped() }
    return try onSheet { questions in
      questions.remark("\(questions.prefix)\(title).")
      questions.remark(questions.manner)
      return try questions.askAll(fields)
    }
  }

  private func askAll(_ fields: [Field]) throws -> [UInt8]? {
    var answers: [(index: Int, key: String, value: String?, mark: Int)] = []
    // What an older draft holds and cannot stand is asked for again.
    var earlier = (held?.draft.answers ?? []).filter { answer in
      guard let json = answer.json else { return true }
      return fields.first { $0.key == answer.key }?.takes(json) ?? true
    }
    // What somebody who went back had answered: it stands there again, to be kept by Enter.
    var behind: [String: String] = [:]
    var index = 0
    var isEnough = false
    while index < fields.count {
      let field = fields[index]
      let answered = keys(answers.map { ($0.key, $0.value) })
      guard !isEnough || isNeeded(field) || behind[field.key] != nil,
        field.follows.map(answered.contains) ?? true, let ask = adapted(field, answered)
      else {
        index += 1
        continue
      }
      let mark = screen?.mark ?? 0
      let before = behind[field.key].flatMap { ask.field.takes($0) ? $0 : nil }
      var value: String?
      do {
        if isEnough, let before {
          value = before
        } else if let place = earlier.firstIndex(where: { $0.key == field.key }) {
          value = earlier.remove(at: place).json
          if let value { remark("\(field.label): \(JSONText.readable(value))") }
        } else {
          if isEnough {
            remark("One thing more is needed; a dot leaves without keeping anything.")
          }
          value = try isNeeded(field) ? needed(ask, before) : answer(ask, before)
        }
      } catch is Back {
        isEnough = false
        guard let last = answers.popLast() else {
          remark("This is the first.")
          continue
        }
        screen?.rewind(to: last.mark)
        index = last.index
        behind[last.key] = last.value
        continue
      } catch let enough as Enough {
        if isNeeded(field) && enough.answer == nil { return nil }
        value = enough.answer
        isEnough = true
      }
      behind[field.key] = nil
      answers.append((index, field.key, value, mark))
      let rest = behind
      note { draft in
        draft.answers =
          answers.map { Draft.Answer(key: $0.key, json: $0.value) } + earlier
          + rest.map { Draft.Answer(key: $0.key, json: $0.value) }
        draft.open = nil
      }
      index += 1
    }
    let members = answers.compactMap { answer in
      answer.value.map { "\(JSONText.string(answer.key)):\($0)" }
    }
    return members.isEmpty ? nil : Array("{\(members.joined(separator: ","))}".utf8)
  }

  /// What is answered, what an entry holds already included.
  private func keys(_ answers: [(key: String, value: String?)]) -> Set<String> {
    var keys = Set(present?.keys.map(\.self) ?? [])
    for answer in answers {
      guard let value = answer.value else { continue }
      if value == Questions.away { keys.remove(answer.key) } else { keys.insert(answer.key) }
    }
    return keys
  }

  /// What takes a present answer away, as JSON.
  static let away = "null"

  private var manner: String {
    let hiding = screen == nil ? "" : "Esc hides, "
    return present == nil
      ? "Enter skips, < goes back, a dot skips the rest, \(hiding)Ctrl-C leaves."
      : "Enter keeps what is in brackets, - takes it away, < goes back, a dot keeps the rest, \(hiding)Ctrl-C leaves."
  }

  /// Whether there has to be an answer: an entry that is amended has it already.
  func isNeeded(_ field: Field) -> Bool { field.isRequired && present == nil }

  /// One line, on whatever is asked on.
  func askLine(_ prompt: String) throws -> String? {
    do { return try line(prompt) } catch is Back { return "" }
  }

  /// A yes or no; Enter is no.
  func confirm(_ prompt: String) throws -> Bool {
    let answer = try askLine("\(prompt) [y/N]")?.lowercased() ?? ""
    return answer == "y" || answer == "yes"
  }

  /// Paragraphs, ended by a line with only a dot or by the end of input; blank lines belong to them.
  func askText(_ prompt: String) throws -> String {
    defer { console.forgetWhatWasTyped() }
    return try onSheet { questions in
      let hiding = questions.screen == nil ? "" : " Esc hides it."
      return try questions.paragraphs(
        "\(prompt) As many lines as you like; a line with only a dot ends it.\(hiding)", key: "text"
      )
    }
  }

  /// Lets questions be asked on a screen of their own, where there is one, and closes it.
  func onSheet<Result>(_ body: (Questions) throws -> Result) throws -> Result {
    guard screen == nil else { return try body(self) }
    var questions = self
    questions.screen = AskingScreen(console)
    defer { questions.screen?.close() }
    if let drafts {
      questions.held = try questions.begun(drafts)
      drafts.desk.draft = questions.held
    }
    return try body(questions)
  }

  var prefix: String { writer.map { console.isPlain ? "\($0): " : "\($0) · " } ?? "" }

  func remark(_ line: String) {
    if let screen { screen.say(line) } else { console.remark(line) }
  }

  /// Seals what was typed so far; what hinders it does not hinder writing, and is said once.
  func note(_ change: (inout Draft) -> Void) {
    guard let held else { return }
    do { try held.update(change) } catch {
      if !held.isToldOf {
        remark("What you type cannot be put aside just now. Ending it keeps it.")
      }
      held.isToldOf = true
    }
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

extension Field {
  /// Whether an answer in JSON can stand here still.
  fileprivate func takes(_ json: String) -> Bool {
    json == Questions.away || problem(with: Array(json.utf8)) == nil
  }
}
