import ArgumentParser
import Care
import FoundationEssentials
import Glibc
import Vault

/// Makes a vault for one person, or for two who sit at one machine.
struct Init: Command {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make a vault, for one of you or for both.",
    discussion: """
      Answer the questions. Without a terminal: vesper init --file - --passphrase-fd 3, with \
      {"partners": [{"name": "Ada"}, {"name": "Noor"}]} on standard input and one passphrase a \
      line, in the same order.
      """)

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Option(help: "Read the partners' names from this file, or from standard input for -.")
  var file: String?

  func run(in world: World) throws {
    let places = options.places(world)
    // Asked for before any question, so that nobody answers in vain.
    let founding = try creating {
      try Founding(
        at: places, strength: world.strength, time: world.clock.now().milliseconds)
    }
    let vault = founding.vault
    let names = try names(world)
    guard let firstName = names.first else { throw VaultError.unusableName }
    for name in names where !PartnerName.isUsable(name) { throw VaultError.unusableName }
    // Opened once, so that each partner has a line of their own and never the other's.
    var source = options
    let file = try options.openPassphraseFile()
    defer { if let file { close(file) } }
    if let file { source.passphraseFd = source.passphraseFd ?? file }
    let first = try founder(firstName, source, world)
    var founded: [FoundedPartner] = []
    if names.count == 2 {
      let second = try founder(names[1], source, world)
      let pair = try found(founding, first, second)
      founded = [FoundedPartner(pair.first), FoundedPartner(pair.second)]
      try report(vault, founded, places, world) { index, show in
        try index == 0 ? show(pair.first.recovery) : show(pair.second.recovery)
      }
    } else {
      let only = try found(founding, first)
      founded = [FoundedPartner(only)]
      try report(vault, founded, places, world) { _, show in
        try show(only.recovery)
      }
    }
  }

  private struct FoundedPartner {
    let id: PartnerID
    let name: String

    init(_ founded: borrowing Founded) {
      id = founded.partner
      name = founded.name
    }
  }

  private func found(_ founding: consuming Founding, _ first: borrowing Founder) throws -> Founded {
    do { return try founding.found(first) } catch { throw Init.creationFailure(error) }
  }

  private func found(
    _ founding: consuming Founding, _ first: borrowing Founder, _ second: borrowing Founder
  ) throws -> FoundedPair {
    do { return try founding.found(first, second) } catch { throw Init.creationFailure(error) }
  }

  private func creating<R: ~Copyable>(_ body: () throws -> R) throws -> R {
    do { return try body() } catch { throw Init.creationFailure(error) }
  }

  /// What cannot be created exits with its own code.
  private static func creationFailure(_ error: any Error) -> Failure {
    let failure = Failure(error)
    guard failure.code == .system else { return failure }
    return Failure(.cannotCreate, failure.sentence, hint: failure.hints.first ?? "check the path")
  }

  private struct Input: Decodable {
    struct Partner: Decodable { let name: String }
    let partners: [Partner]
  }

  private func names(_ world: World) throws -> [String] {
    if let bytes = try options.given(file, limit: 65_536, world) {
      guard let input = try? JSONDecoder().decode(Input.self, from: Data(bytes)),
        (1...2).contains(input.partners.count)
      else {
        throw Failure(
          .damaged, "the names of one or two partners could not be read",
          hint: #"as in {"partners": [{"name": "Ada"}, {"name": "Noor"}]}"#)
      }
      return input.partners.map(\.name)
    }
    let questions = Questions(console: world.console, writer: nil)
    world.console.remark(
      "This makes a place that only you can read. Names and words are sealed on this device.")
    guard let first = try name(questions, "What are you called?", besides: nil), !first.isEmpty
    else { throw VaultError.interrupted }
    let question = "Who is here with you? (Enter if you are on your own)"
    guard let second = try name(questions, question, besides: first) else {
      throw VaultError.interrupted
    }
    let opens =
      second.isEmpty ? "A passphrase opens it." : "Each of you opens it with your own passphrase."
    world.console.remark("\(opens) It does not show as you type, and nobody can reset it.")
    return second.isEmpty ? [first] : [first, second]
  }

  /// Asks until there is a usable name; empty where the second is left out, `nil` at the end of
  /// input.
  private func name(
    _ questions: Questions, _ question: String, besides other: String?
  ) throws -> String? {
    while let typed = try questions.askLine(question) {
      let name = typed.split(separator: " ").joined(separator: " ")
      if name.isEmpty && other != nil { return name }
      if name.isEmpty {
        questions.console.remark("Any name will do.")
      } else if !PartnerName.isUsable(name) {
        questions.console.remark("That is too long for a name. A shorter one will do.")
      } else if name.lowercased() == other?.lowercased() {
        questions.console.remark("Two people need two different names.")
      } else {
        return name
      }
    }
    return nil
  }

  private func founder(_ name: String, _ options: Options, _ world: World) throws -> Founder {
    Founder(
      name: name,
      passphrase: try options.newPassphrase(
        "\(name), a passphrase that is yours alone: ",
        again: "\(name), the same once more: ", world))
  }

  /// Lets the code be typed back from the paper; Enter leaves it out.
  private func retype(
    _ code: borrowing RecoveryCode, of partner: FoundedPartner, _ questions: Questions
  ) throws {
    guard try questions.confirm("Type it back once, to see that the paper is right?") else {
      return
    }
    while true {
      let typed = try SecretScreen(questions.console).ask()
      if typed.isEmpty { return }
      do {
        guard try RecoveredIdentity(typed).partner == partner.id else {
          throw VaultError.unknownCode
        }
        return questions.console.remark("The paper is right.")
      } catch {
        let failure = Failure(error)
        let sentence = failure.sentence.prefix(1).uppercased() + failure.sentence.dropFirst()
        guard try questions.confirm("\(sentence). Once more?") else { return }
      }
    }
  }

  private func report(
    _ vault: VaultID, _ founded: [FoundedPartner], _ places: Places, _ world: World,
    _ code: (Int, (borrowing RecoveryCode) throws -> Void) throws -> Void
  ) throws {
    let console = world.console
    if printing.json {
      try console.write(Array("{\"vault\":\"\(vault)\",\"partners\":[".utf8))
      for (index, partner) in founded.enumerated() {
        let begin =
          (index == 0 ? "" : ",") + "{\"id\":\"\(partner.id)\",\"name\":"
          + JSONText.string(partner.name) + ",\"recovery\":\""
        try console.write(Array(begin.utf8))
        try code(index) { try $0.write(to: console.output) }
        try console.write(Array("\"}".utf8))
      }
      return try console.say("]}")
    }
    try console.say("Your vault is ready at \(places.vault)")
    if options.mayAsk(world) {
      let questions = Questions(console: console, writer: nil)
      for (index, partner) in founded.enumerated()
      where try questions.confirm(
        "\(partner.name), show your recovery code now? It stands in for the passphrase, so nobody else may see it."
      ) {
        try code(index) {
          try SecretScreen(console).show($0, to: founded.count == 2 ? partner.name : nil)
          try retype($0, of: partner, questions)
        }
      }
    }
    try console.say("vesper recovery show gives a recovery code whenever you like.")
    let naming = founded.count == 2 ? " --as \(ShellWord.quoted(founded[0].name))" : ""
    try console.say("Next: vesper unlock\(naming)")
  }
}
