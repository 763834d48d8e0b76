import Care
import Vault

/// What `vesper` alone says: what this is, what it finds, and the next step, on one screen.
struct Welcome {
  let world: World

  private struct Step {
    let command: String
    let meaning: String

    init(_ command: String, _ meaning: String) {
      self.command = command
      self.meaning = meaning
    }
  }

  func say() throws {
    let places = world.places(vault: nil)
    do {
      try say(in: try OpenVault.identify(places), places)
    } catch VaultError.noVault {
      try say("There is no vault here yet.", [Step("vesper init", "makes one, for you or for two")])
    }
  }

  private func say(in vault: VaultID, _ places: Places) throws {
    let partners = try Identities.partners(places)
    let names = try openNames(vault, partners)
    let isNamed = partners.count < 2 || world.environment["VESPER_AS"]?.isEmpty == false
    guard let first = names.first else {
      let naming = isNamed ? "" : " --as NAME"
      return try say(
        "The vault is locked.", [Step("vesper unlock\(naming)", "opens it for a while")])
    }
    let writer = isNamed ? "" : names.count == 1 ? " --as \(ShellWord.quoted(first))" : " --as NAME"
    try say(
      "The vault is open for \(names.joined(separator: " and ")).",
      [
        Step("vesper write\(writer)", "a few words, for yourself"),
        Step("vesper checkin\(writer)", "how it is right now; skip whatever you like"),
        Step("vesper list\(writer)", "what is kept so far"),
        Step("vesper visit prep\(writer)", "get ready to see a clinician"),
        Step("vesper lock", "closes it now"),
      ])
  }

  /// Who has an open session.
  private func openNames(_ vault: VaultID, _ partners: [PartnerID]) throws -> [String] {
    var names: [String] = []
    for partner in partners {
      let name = SessionName(vault: vault, partner: partner)
      guard let session = try? world.sessions.find(name) else { continue }
      names.append(try session.identity().name)
    }
    return names
  }

  private func say(_ state: String, _ steps: [Step]) throws {
    let console = world.console
    try console.say("Vesper keeps a private, encrypted record on this device, at your own pace.")
    try console.say()
    try console.say(state)
    try console.say()
    let width = steps.reduce(0) { max($0, $1.command.count) }
    let isNarrow = steps.contains { width + 5 + $0.meaning.count > console.width }
    for step in steps where isNarrow {
      try console.say("  \(step.command)")
      try console.say("      \(step.meaning)")
    }
    for step in steps where !isNarrow {
      let space = String(repeating: " ", count: width - step.command.count + 3)
      try console.say("  \(step.command)\(space)\(step.meaning)")
    }
    try console.say()
    try console.say("vesper help lists everything; vesper help write tells more of one command.")
  }
}
