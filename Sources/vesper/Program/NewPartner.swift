import Care
import FoundationEssentials
import Vault

/// What a partner is asked for who has no identity yet: a name, and a passphrase of their own.
struct NewPartner {
  let options: Options
  let world: World

  /// The shortest passphrase that is taken, in bytes.
  static let shortest = 8

  private struct Input: Decodable {
    struct Partner: Decodable { let name: String }
    let partners: [Partner]
  }

  /// The names in a file or on standard input; `nil` where somebody is to be asked.
  func namesGiven(_ file: String?, most: Int) throws -> [String]? {
    guard let bytes = try options.given(file, limit: 65_536, world) else { return nil }
    guard let input = try? JSONDecoder().decode(Input.self, from: Data(bytes)),
      (1...most).contains(input.partners.count)
    else {
      let example = [#"{"name": "Ada"}"#, #"{"name": "Noor"}"#].prefix(most)
      throw Failure(
        .damaged,
        "the \(most == 1 ? "name of one partner" : "names of one or two partners") could not be read",
        hint: "as in {\"partners\": [\(example.joined(separator: ", "))]}")
    }
    return input.partners.map(\.name)
  }

  /// Asks until there is a usable name; empty where the second is left out, `nil` at the end of
  /// input.
  ///
  /// - Parameter other: a name that this one may not look like.
  func name(_ question: String, besides other: String?, mayBeEmpty: Bool = false) throws -> String?
  {
    let questions = Questions(console: world.console, writer: nil)
    while let typed = try questions.askLine(question) {
      let name = typed.split(separator: " ").joined(separator: " ")
      if name.isEmpty {
        if mayBeEmpty { return name }
        world.console.remark("Any name will do.")
      } else if !PartnerName.isUsable(name) {
        world.console.remark(
          name.utf8.count > 63
            ? "That is too long for a name. A shorter one will do."
            : "There is a sign in it that does not show. Plain letters will do.")
      } else if let other, PartnerName.looksAlike(name, other) {
        world.console.remark("Two people need two different names.")
      } else {
        return name
      }
    }
    return nil
  }

  /// A passphrase from where the options say, else typed twice alike.
  ///
  /// Enter alone shows a proposal. What is said of one that is easy to guess is advice; it is taken.
  ///
  /// - Parameters:
  ///   - asking: "Ada, a passphrase that is yours alone": the question, without its colon.
  ///   - names: of whoever is there, for whom they are easy to guess.
  func passphrase(
    _ asking: String, again: String, knowing names: [String], _ options: Options
  ) throws -> Passphrase {
    let isTyped = options.passphraseFd == nil && options.passphraseFile == nil
    while true {
      let passphrase = try options.passphrase("\(asking): ", world)
      if isTyped, passphrase.byteCount == 0 {
        try propose()
        continue
      }
      guard passphrase.byteCount >= NewPartner.shortest else {
        let hint = "four or five plain words are easy to keep and hard to guess"
        let sentence = "a passphrase has at least \(NewPartner.shortest) characters"
        guard isTyped else { throw Failure(.usage, sentence, hint: hint) }
        world.console.remark(
          "A passphrase has at least \(NewPartner.shortest) characters. Four or five plain words are easy to keep and hard to guess."
        )
        continue
      }
      if isTyped {
        advise(try passphrase.strength(knowing: names))
        let repeated = try options.passphrase("\(again): ", world)
        guard passphrase.equals(repeated) else {
          world.console.remark("Those two were different. Once more.")
          continue
        }
      }
      return passphrase
    }
  }

  /// A partner to be, with the passphrase they give.
  ///
  /// - Parameter names: everybody's who is there.
  func founder(_ name: String, among names: [String], _ options: Options) throws -> Founder {
    Founder(
      name: name,
      passphrase: try passphrase(
        "\(name), a passphrase that is yours alone", again: "\(name), the same once more",
        knowing: names, options))
  }

  /// How many words a proposal has: 64 bits of chance.
  private static let proposedWords = 8

  /// Shows a passphrase that chance made, on a screen that keeps no history.
  private func propose() throws {
    let proposal = try Passphrase.drawn(
      NewPartner.proposedWords, of: SpokenWords.all, world.strength)
    try SecretScreen(world.console).show(proposal)
  }

  /// Says once, calmly, what makes a passphrase easy to guess.
  private func advise(_ strength: PassphraseStrength) {
    guard let weakness = strength.weakness else { return }
    let why =
      switch weakness {
      case .name: "there is a name in it that others know"
      case .day: "there is a date in it, and those close to you know yours"
      case .usual: "it is made of words that are tried first"
      case .row: "there is a row or a repetition in it"
      case .short: "it is short"
      }
    world.console.remark(
      "It will do, and somebody who tries could guess it: \(why). Typing it again keeps it; Enter alone begins anew."
    )
  }

  /// Offers to show the recovery code of a new identity.
  func offer(_ code: borrowing RecoveryCode, of name: String) throws {
    let questions = Questions(console: world.console, writer: nil)
    guard
      try questions.confirm(
        "\(name), show your recovery code now? It stands in for the passphrase, so nobody else may see it."
      )
    else { return }
    try SecretScreen(world.console).show(code, to: name)
    try retype(code, questions)
  }

  /// Lets the code be typed back from the paper; Enter leaves it out.
  private func retype(_ code: borrowing RecoveryCode, _ questions: Questions) throws {
    guard try questions.confirm("Type it back once, to see that the paper is right?") else {
      return
    }
    while true {
      let typed = try SecretScreen(world.console).ask()
      if typed.isEmpty { return }
      do {
        guard try code.matches(typed) else { throw VaultError.unknownCode }
        return world.console.remark("The paper is right.")
      } catch {
        let failure = Failure(error)
        let sentence = failure.sentence.prefix(1).uppercased() + failure.sentence.dropFirst()
        guard try questions.confirm("\(sentence). Once more?") else { return }
      }
    }
  }
}

/// What cannot be created exits with its own code.
func creating<R: ~Copyable>(_ body: () throws -> R) throws -> R {
  do { return try body() } catch {
    let failure = Failure(error)
    guard failure.code == .system else { throw failure }
    throw Failure(
      .cannotCreate, failure.sentence, hint: failure.hints.first ?? "check the path")
  }
}

/// A new identity as `--json` gives it.
struct NewPartnerJSON {
  let console: Console

  /// Writes `{"id", "name", "recovery"}`; the code goes straight from locked memory to the output.
  func write(_ id: PartnerID, _ name: String, _ code: borrowing RecoveryCode) throws {
    try console.write(
      Array("{\"id\":\"\(id)\",\"name\":\(JSONText.string(name)),\"recovery\":\"".utf8))
    try code.write(to: console.output)
    try console.write(Array("\"}".utf8))
  }
}
