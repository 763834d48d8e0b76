import ArgumentParser
import Care
import Vault

/// Who is unlocked and until when; a session that is open is asked about renewals, and nothing else is opened.
struct Status: Command {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Say what is open, and until when.")

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  func run(in world: World) throws {
    let places = options.places(world)
    let vault = try OpenVault.identify(places)
    // Whoever is open under this login is, whomever VESPER_AS names.
    let mine = try options.named(world) == nil ? nil : options.partner(world)
    let partners = try options.name == nil ? Identities.partners(places) : options.partners(world)
    // Looking does not make a session last longer: neither one's own, nor the other partner's.
    var open: [(name: String, idle: UInt32, most: UInt32)] = []
    var isMineOpen = false
    var renewed: (partner: String?, hasUntoldEnds: Bool) = (nil, false)
    for partner in partners {
      let name = SessionName(vault: vault, partner: partner)
      guard let session = try? world.sessions.find(name) else { continue }
      if partner == mine { isMineOpen = true }
      // Of what only one partner may know, only that partner is told.
      if partner == (mine ?? partners.first), partners.count == 1 || mine != nil {
        renewed = Status.renewals(try session.identity(), places)
      }
      open.append(
        (
          try session.identity().name, session.idle,
          session.secondsAtMost(world.sessionClocks)
        ))
    }
    if printing.json {
      let sessions = open.map { session in
        let now = world.clock.now()
        let until = Moment(
          milliseconds: now.milliseconds + Int64(session.most) * 1000,
          offsetMinutes: now.offsetMinutes)
        return JSONText.object([
          "name": JSONText.string(session.name),
          "until": JSONText.string(until.description), "idle": "\(session.idle)",
        ])
      }
      let members = [
        ("vault", JSONText.string(vault.description)), ("path", JSONText.string(places.vault)),
        ("unlocked", JSONText.array(sessions)),
        ("weaknesses", JSONText.array(world.weaknesses.map(JSONText.string))),
      ]
      let more = [
        ("partnerRenewed", renewed.partner != nil), ("endUntold", renewed.hasUntoldEnds),
      ]
      return try world.console.say(
        JSONText.object(members + more.filter(\.1).map { ($0.0, "true") }))
    }
    try world.console.say("The vault at \(places.vault)")
    if open.isEmpty {
      let naming = mine != nil || partners.count < 2 ? "" : " --as NAME"
      try world.console.say("Locked. vesper unlock\(naming) opens it.")
    } else if let name = options.named(world), !isMineOpen {
      try world.console.say("Locked for \(name). vesper unlock opens it.")
    }
    for session in open {
      let idle = Spans.words(seconds: session.idle)
      let most = Spans.words(seconds: session.most)
      try world.console.say(
        "Open for \(session.name), until \(idle) pass unused; for \(most) at the most.")
    }
    if let partner = renewed.partner {
      try world.console.say(ExchangeWords.renewal(of: partner))
    }
    if renewed.hasUntoldEnds {
      try world.console.say(
        "Some of what you shared is from before both of you had new identities, and nobody told where "
          + "it ended: vesper check says which.")
    }
    for weakness in world.weaknesses { try world.console.say("On this system \(weakness).") }
  }

  /// What is to be known of identities that were renewed; nothing where the vault does not open.
  private static func renewals(_ identity: consuming Identity, _ places: Places)
    -> (partner: String?, hasUntoldEnds: Bool)
  {
    guard let vault = try? OpenVault(places, as: identity) else { return (nil, false) }
    return (
      vault.isPartnerRenewed ? vault.other?.name : nil, (try? vault.holdsUntoldEnds()) ?? false
    )
  }
}
