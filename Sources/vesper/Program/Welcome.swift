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
      try say(
        "There is no vault here yet.",
        [
          Step("vesper init", "makes one, for you or for two"),
          Step("vesper join DIR", "where your partner has invited you"),
          Step("vesper restore DIR", "brings a backup back"),
        ])
    }
  }

  private func say(in vault: VaultID, _ places: Places) throws {
    let partners = try Identities.partners(places)
    let names = try openNames(vault, partners)
    let isNamed = partners.count < 2 || world.environment["VESPER_AS"]?.isEmpty == false
    guard let first = names.first else {
      let naming = isNamed ? "" : " --as NAME"
      let whose =
        partners.count > 1 ? "The vault of the two of you is locked." : "The vault is locked."
      return try say(
        whose,
        [
          Step("vesper unlock\(naming)", "opens it for a while"),
          Step("vesper resources", "where to find help; needs no passphrase"),
        ])
    }
    let writer = isNamed ? "" : names.count == 1 ? " --as \(ShellWord.quoted(first))" : " --as NAME"
    let (other, folder) = around(vault, places, isNamed || names.count == 1)
    var state = "The vault is open for \(names.joined(separator: " and "))."
    if let other { state += " What you share, \(other) reads too." }
    if let folder { state += " The folder that carries it: \(folder)" }
    var steps = [
      Step("vesper write\(writer)", "a few words, for yourself"),
      Step("vesper checkin\(writer)", "how it is right now; skip whatever you like"),
      Step("vesper list\(writer)", "what is kept so far"),
    ]
    if other != nil { steps.append(Step("vesper today\(writer)", "the evening of both of you")) }
    if folder != nil {
      steps.append(Step("vesper sync\(writer)", "what has come, and what goes out"))
    }
    steps += [
      Step("vesper visit prep\(writer)", "get ready to see a clinician"),
      Step("vesper lock", "closes it now"),
    ]
    try say(state, steps)
  }

  /// The partner's name and the linked folder, where it is clear who asks and their session is open.
  private func around(
    _ vault: VaultID, _ places: Places, _ isClear: Bool
  ) -> (other: String?, folder: String?) {
    let named = world.environment["VESPER_AS"].flatMap { $0.isEmpty ? nil : $0 }
    guard isClear, let partners = try? Identities.partners(places) else { return (nil, nil) }
    let whose =
      named == nil ? partners : (try? Identities.choose(named: named, places)).map { [$0] } ?? []
    for partner in whose {
      guard let session = try? world.sessions.find(SessionName(vault: vault, partner: partner)),
        let open = try? OpenVault(
          places, as: try session.identity(), randomness: world.strength.randomness)
      else { continue }
      return (open.other?.name, open.folders.first?.path)
    }
    return (nil, nil)
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
    try console.say(
      "Vesper keeps a private, encrypted record on this device, for one or two people, at your own pace. What you write is for you alone until you say otherwise."
    )
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
    try console.say("vesper help lists everything; vesper help beginning tells of a first evening.")
    if let fault = world.settings.fault { console.remark("note: \(fault.sentence); vesper config") }
  }
}
