import ArgumentParser
import Care
import Vault

/// Goes on with a joining: shows the words to compare, and joins once both have found them equal.
struct Accept: Command {
  static let configuration = CommandConfiguration(
    commandName: "accept", abstract: "Compare eight words with your partner, and be joined.",
    discussion: """
      Both of you run it. Read the words to each other over the phone or in one room, not through \
      the folder. A script gives the words that the other device shows: --code "..." --name NAME. \
      There is one try; where the words differ, vesper invite begins anew. With --json the stage is \
      said: answer, opening, compare (with the words) or joined.
      """)

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @OptionGroup var carried: CarriedFolder

  @Option(help: ArgumentHelp("The words that the other device shows.", valueName: "words"))
  var code: String?

  @Option(
    name: .customLong("name"),
    help: ArgumentHelp("What you call your partner here.", valueName: "name"))
  var calling: String?

  func run(in world: World) throws {
    let given = try code.map(Accept.read)
    let vault = try options.openVault(world)
    let folder = try carried.path(vault)
    let stage = try vault.continueJoining(through: folder)
    guard case .comparing(let code) = stage else {
      if printing.json {
        return try say(stage == .waitingForAnswer ? "answer" : "opening", world)
      }
      let again = "run vesper accept again when the folder is up to date"
      guard stage != .waitingForAnswer else {
        throw Failure(.busy, "the other device's answer is not here yet", hint: again)
      }
      // Somebody who has said no leaves nothing in the folder that could be told from a delay.
      throw Failure(
        .busy, "your partner's vesper accept is not here yet",
        hint: again,
        "where one of you has said no to the words, this joining is over: vesper invite --again begins anew"
      )
    }
    let words = SpokenWords.words(for: code.bytes)
    if let given {
      guard given == words else { throw try over(vault, folder) }
      guard let calling = try name(vault, world) else {
        throw Failure(
          .usage, "the words are the same; what do you call your partner?",
          hint: "add --name NAME; nothing is joined until then")
      }
      return try join(vault, folder, code, calling, world)
    }
    try show(words, world)
    if printing.json { return }
    guard options.mayAsk(world) else {
      return world.console.remark(
        "hint: vesper accept --code \"the words of the other device\" --name NAME")
    }
    switch try isSame(world) {
    case nil: try world.console.say("Nothing is decided. vesper accept shows the same words again.")
    case false: throw try over(vault, folder)
    case true:
      guard let calling = try name(vault, world) else { throw VaultError.interrupted }
      try join(vault, folder, code, calling, world)
    }
  }

  /// Eight words of the list, as somebody types them.
  private static func read(_ code: String) throws -> [String] {
    let words = code.lowercased().split { !$0.isLetter }.map(String.init)
    guard words.count == JoiningCode.count, words.allSatisfy(SpokenWords.isWord) else {
      throw Failure(
        .usage, "a code is \(JoiningCode.count) words, and one of these is none of them",
        hint: "nothing was compared; look at the other screen once more")
    }
    return words
  }

  private func show(_ words: [String], _ world: World) throws {
    let console = world.console
    if printing.json {
      return try console.say(
        JSONText.object([
          "stage": JSONText.string("compare"),
          "words": JSONText.array(words.map(JSONText.string)),
        ]))
    }
    try console.say("Read these words to each other, over the phone or in one room:")
    try console.say()
    for start in stride(from: 0, to: words.count, by: 4) {
      try console.say("  \(words[start..<min(start + 4, words.count)].joined(separator: " "))")
    }
    try console.say()
    try console.say(
      "Once the folder is up to date there, vesper accept on the other device shows its own.")
  }

  /// Whether both see the same; `nil` where that is left open.
  private func isSame(_ world: World) throws -> Bool? {
    let questions = Questions(console: world.console, writer: nil)
    let question = "Are all eight the same on both? (yes, no; Enter leaves it open)"
    while let typed = try questions.askLine(question)?.lowercased() {
      switch typed {
      case "yes": return true
      case "no": return false
      case "": return nil
      default: world.console.remark("The whole word, yes or no.")
      }
    }
    return nil
  }

  private func name(_ vault: OpenVault, _ world: World) throws -> String? {
    if let calling { return calling }
    guard options.mayAsk(world) else { return nil }
    return try NewPartner(options: options, world: world)
      .name("What do you call your partner?", besides: vault.name)
  }

  private func over(_ vault: OpenVault, _ folder: String) throws -> Failure {
    try vault.endJoining(through: folder)
    return Failure(
      .damaged, "the words are not the same, so nothing is joined",
      hints: [
        "one of you may have looked at older words, or the folder is not what you both wrote there",
        "vesper invite begins anew, with other words",
      ])
  }

  private func join(
    _ vault: OpenVault, _ folder: String, _ code: JoiningCode, _ name: String, _ world: World
  ) throws {
    try vault.pin(code, calling: name, through: folder)
    try carried.link(folder, vault)
    if printing.json { return try say("joined", world) }
    let console = world.console
    try console.say("You are joined with \(name) on this device.")
    try console.say("What you keep for both goes through \(folder).")
    try console.say(
      "What was written before stays yours alone. vesper share ID makes a copy of one entry for both of you."
    )
  }

  private func say(_ stage: String, _ world: World) throws {
    try world.console.say(JSONText.object(["stage": JSONText.string(stage)]))
  }
}
