import ArgumentParser
import FoundationEssentials
import Vault

/// Who can learn what from this very vault.
struct ExposureCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "exposure", abstract: "Say who could learn what from this vault.",
    discussion: """
      It counts what is on this disk and opens nothing, so it works while the vault is locked. Of \
      what your partner keeps alone it looks at nothing. docs/threat-model.md has the whole of it.
      """)

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  func run(in world: World) throws {
    let places = options.places(world)
    let vault = try OpenVault.identify(places)
    let partner = try options.partner(world)
    let name = SessionName(vault: vault, partner: partner)
    let isOpen = (try? world.sessions.find(name)) != nil
    let facts = try VisibleFacts(
      of: partner, formerly: isOpen ? formers(name, places, world) : nil, places)
    let words = ExposureWords(
      facts: facts, isOpen: isOpen, isAlone: ExposureCommand.isAlone(places),
      surroundings: world.surroundings, weaknesses: world.weaknesses)
    if printing.json { return try world.console.say(words.json) }
    for (number, observer) in words.observers.enumerated() {
      if number > 0 { try world.console.say() }
      try world.console.say("\(observer.who):")
      for line in observer.learns { try world.console.say("  \(line)") }
    }
  }

  /// Who the partner was before renewals, as an open session can tell.
  private func formers(_ name: SessionName, _ places: Places, _ world: World) -> [PartnerID]? {
    guard let session = try? world.sessions.find(name),
      let vault = try? OpenVault(places, as: session.identity())
    else { return nil }
    return vault.formerPartners
  }

  /// Whether the vault has never known but one partner, which can be seen while it is locked: each has
  /// a public identity in it.
  private static func isAlone(_ places: Places) -> Bool {
    let names = try? FileManager.default.contentsOfDirectory(atPath: "\(places.vault)/partners")
    return names.map { $0.count(where: { $0.hasSuffix(".public") }) < 2 } ?? false
  }
}

/// The sentences of `vesper exposure`, each from a fact; they say what docs/threat-model.md says, whose
/// headings name the same observers in the same order.
struct ExposureWords {
  let facts: VisibleFacts
  let isOpen: Bool
  /// Nobody is spoken of who is not there.
  let isAlone: Bool
  let surroundings: Surroundings
  let weaknesses: [String]

  struct Observer {
    let key: String
    let who: String
    let learns: [String]
  }

  var observers: [Observer] { (isAlone ? [] : ofTwo) + ofEverybody }

  private var ofTwo: [Observer] {
    [
      Observer(key: "partnerElsewhere", who: "Your partner, on another device", learns: elsewhere),
      Observer(key: "partnerHere", who: "Your partner, under this same login", learns: here),
      Observer(
        key: "syncHost", who: "Whoever carries the shared folder between you", learns: host),
    ]
  }

  private var ofEverybody: [Observer] {
    [
      Observer(
        key: "thiefLocked", who: "A thief of this device, while it is locked", learns: thief),
      Observer(
        key: "thiefUnlocked", who: "A thief of this device, while your session is open",
        learns: thiefInside),
      Observer(key: "otherPrograms", who: "Another program under this login", learns: programs),
      Observer(key: "clinic", who: "Whoever gets a page of yours", learns: clinic),
      Observer(key: "futureSelf", who: "Yourself, later on", learns: later),
    ]
  }

  private func counted(_ audience: Audience, own: Bool) -> (files: Int, bytes: Int) {
    facts.logs.filter { $0.audience == audience && $0.isOwn == own }
      .reduce((0, 0)) { ($0.0 + $1.segments, $0.1 + $1.bytes) }
  }

  private func words(_ count: (files: Int, bytes: Int)) -> String {
    "\(count.files) \(count.files == 1 ? "file" : "files"), \(Self.size(count.bytes)) in all"
  }

  static func size(_ bytes: Int) -> String {
    bytes < 10_240 ? "\(bytes) bytes" : "\(bytes / 1024) KiB"
  }

  private var elsewhere: [String] {
    let shared = counted(.shared, own: true)
    return [
      shared.files == 0
        ? "You have shared nothing, so there is nothing of yours for them to read."
        : "Reads what you have shared, and can keep it (\(words(shared))).",
      "Of what you keep for yourself: nothing, not its number, size or dates. No sync of Vesper's puts it into the shared folder.",
      "With a program of their own they can see, in the logs they hold, that you have taken a yes back.",
    ]
  }

  private var here: [String] {
    let own = counted(.private, own: true)
    return [
      "Through their own Vesper: what you have shared, and nothing else.",
      "With a file manager: that your private files are there (\(words(own))), and when they grow; no word in them.",
      isOpen
        ? "Your session is open now, and any program of this login can read with it. vesper lock ends it."
        : "Your session is closed. While it is open, any program of this login can read with it.",
      "With a keylogger, or another program in the place of vesper: everything. Nothing here helps against that.",
      "The terminal's scrollback, and any page or export that lies about.",
    ]
  }

  private var host: [String] {
    let shared = counted(.shared, own: true)
    let other = counted(.shared, own: false)
    return [
      "Two public keys, and the shared files: yours (\(words(shared))), your partner's (\(words(other))), those about agreements besides, which are not counted here, and when each grows.",
      "No word, name or date of an entry, and nothing that a guessed passphrase opens. They can withhold or destroy copies, never the originals here.",
    ]
  }

  private var thief: [String] {
    var lines =
      isAlone
      ? [
        "Every file of this vault, sealed: its size and times, and roughly how many records.",
        "Of yours: \(words(counted(.private, own: true))).",
      ]
      : [
        "Every file of this vault, sealed: whose each log is, for one or for both, diary or agreements, its size and times, and roughly how many records.",
        "Of yours, for you alone: \(words(counted(.private, own: true))). For both: \(words(counted(.shared, own: true))).",
      ]
    if let guess = facts.guess {
      lines.append(
        "Your identity, for as many guesses at your passphrase as they like, each \(guess.memoryMiB) MiB and \(guess.passes) passes of Argon2id. They can confirm a guess at your name."
      )
    }
    if let state = facts.state {
      lines.append(
        "A sealed state of \(state) bytes, from which roughly how many logs this device knows.")
    }
    if let summaries = facts.summaries {
      lines.append(
        "Sealed summaries of \(summaries) bytes, from which how many log files are full, and when you last read on past one."
      )
    }
    if facts.unknownAuthors > 0 {
      lines.append(
        "Logs that are yours from before you renewed your identity, or your partner's: which, no file tells, and they are not counted while the vault is locked."
      )
    }
    if facts.isOpenToOthers {
      lines.append("The vault's directory can be entered by others of this machine: chmod 700 it.")
    }
    return lines + swap
  }

  /// What may have been written out of memory.
  private var swap: [String] {
    var lines: [String] = []
    if surroundings.swap.contains(.plain) {
      lines.append(
        "Swap on this machine is not encrypted: the text of an entry that was on the screen can be in it."
      )
    } else if surroundings.swap.contains(.file) {
      lines.append(
        "Swap is a file: unless the whole disk is encrypted, the text of an entry that was on the screen can be in it."
      )
    }
    if let lockable = surroundings.lockable, lockable < 131_072 {
      lines.append(
        "Only \(lockable) bytes may be locked in memory here, so keys and passphrases can be in swap too."
      )
    }
    return lines + weaknesses.map { "On this system \($0)." }
  }

  private var thiefInside: [String] {
    [
      isOpen
        ? "Your session is open now: everything that you can read, as you can."
        : "Your session is closed now. While it is open: everything that you can read, as you can.",
      "A session ends after ten idle minutes, after eight hours, when the machine sleeps, and with vesper lock.",
      "With your passphrase or recovery code besides: your identity for good, and old copies too. A new passphrase does not take it back.",
    ]
  }

  private var programs: [String] {
    [
      isOpen
        ? "Your session is open now: it can read and write with it, as you can."
        : "Your session is closed now. While it is open: it can read and write with it, as you can.",
      "What you type and what is on the screen. Core dumps and debuggers are kept off Vesper itself, but not off the terminal, and root can read everything.",
      "Without any key: the settings file, that there is a draft, in steps of 512 bytes, and when you typed.",
    ]
  }

  private var clinic: [String] {
    [
      "What you ticked, as the preview shows it; not that anything was left out.",
      "A page is an ordinary file, sealed only where you export it with --lock. Nothing calls it back, and the clinic keeps it by rules of its own.",
    ]
  }

  private var later: [String] {
    [
      "With your passphrase or your recovery code, everything that is yours. With neither, nothing, and nobody can reset them.",
      "What you forgot is overwritten where it stood. Backups, sync histories and flash storage can hold old copies of it.",
    ]
  }

  var json: String {
    let logs = facts.logs.map { logs in
      JSONText.object([
        "author": JSONText.string(logs.isOwn ? "you" : "partner"),
        "audience": JSONText.string("\(logs.audience)"),
        "class": JSONText.string(logs.logClass.map { "\($0)" } ?? "unknown"),
        "logs": "\(logs.logs)", "files": "\(logs.segments)", "bytes": "\(logs.bytes)",
        "records": "\(logs.records)",
      ])
    }
    return JSONText.object([
      "observers": JSONText.array(
        observers.map { observer in
          JSONText.object([
            "who": JSONText.string(observer.key),
            "learns": JSONText.array(observer.learns.map(JSONText.string)),
          ])
        }), "logs": JSONText.array(logs), "state": facts.state.map { "\($0)" } ?? "null",
      "open": "\(isOpen)",
    ])
  }
}
