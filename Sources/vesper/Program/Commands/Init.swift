import ArgumentParser
import Care
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
    let asking = NewPartner(options: options, world: world)
    let names = try asking.namesGiven(file, most: 2) ?? askedNames(asking, world)
    guard let firstName = names.first else { throw VaultError.unusableName }
    for name in names where !PartnerName.isUsable(name) { throw VaultError.unusableName }
    // Opened once, so that each partner has a line of their own and never the other's.
    var source = options
    let file = try options.openPassphraseFile()
    defer { if let file { close(file) } }
    if let file { source.passphraseFd = source.passphraseFd ?? file }
    let first = try asking.founder(firstName, among: names, source)
    if names.count == 2 {
      let second = try asking.founder(names[1], among: names, source)
      let pair = try found(founding, first, second)
      try report(vault, pair.first, pair.second, asking, places)
    } else {
      try report(vault, try found(founding, first), asking, places)
    }
  }

  private func found(_ founding: consuming Founding, _ first: borrowing Founder) throws -> Founded {
    do { return try founding.found(first) } catch { return try creating { throw error } }
  }

  private func found(
    _ founding: consuming Founding, _ first: borrowing Founder, _ second: borrowing Founder
  ) throws -> FoundedPair {
    do { return try founding.found(first, second) } catch { return try creating { throw error } }
  }

  private func askedNames(_ asking: NewPartner, _ world: World) throws -> [String] {
    world.console.remark(
      "This makes a place that only you can read. Names and words are sealed on this device.")
    guard let first = try asking.name("What are you called?", besides: nil) else {
      throw VaultError.interrupted
    }
    let question = "Who is here with you? (Enter if you are on your own)"
    guard let second = try asking.name(question, besides: first, mayBeEmpty: true) else {
      throw VaultError.interrupted
    }
    let opens =
      second.isEmpty ? "A passphrase opens it." : "Each of you opens it with your own passphrase."
    world.console.remark(
      "\(opens) It does not show as you type, and nobody can reset it. Four or five plain words that nobody would guess of you are good; Enter alone proposes some."
    )
    return second.isEmpty ? [first] : [first, second]
  }

  private func report(
    _ vault: VaultID, _ founded: borrowing Founded, _ asking: NewPartner, _ places: Places
  ) throws {
    let console = asking.world.console
    if printing.json {
      try beginJSON(vault, console)
      try NewPartnerJSON(console: console).write(
        founded.partner, founded.name, founded.recovery)
      return try console.say("]}")
    }
    try console.say("Your vault is ready at \(places.vault)")
    if options.mayAsk(asking.world) { try asking.offer(founded.recovery, of: founded.name) }
    try sayNext(naming: "", console)
  }

  private func report(
    _ vault: VaultID, _ first: borrowing Founded, _ second: borrowing Founded,
    _ asking: NewPartner, _ places: Places
  ) throws {
    let console = asking.world.console
    if printing.json {
      try beginJSON(vault, console)
      let json = NewPartnerJSON(console: console)
      try json.write(first.partner, first.name, first.recovery)
      try console.write(Array(",".utf8))
      try json.write(second.partner, second.name, second.recovery)
      return try console.say("]}")
    }
    try console.say("Your vault is ready at \(places.vault)")
    if options.mayAsk(asking.world) {
      try asking.offer(first.recovery, of: first.name)
      try asking.offer(second.recovery, of: second.name)
    }
    try sayNext(naming: " --as \(ShellWord.quoted(first.name))", console)
  }

  private func beginJSON(_ vault: VaultID, _ console: Console) throws {
    try console.write(Array("{\"vault\":\"\(vault)\",\"partners\":[".utf8))
  }

  private func sayNext(naming: String, _ console: Console) throws {
    try console.say("vesper recovery show gives a recovery code whenever you like.")
    try console.say("Next: vesper unlock\(naming)")
  }
}
