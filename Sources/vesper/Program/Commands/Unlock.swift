import ArgumentParser
import Care
import Glibc
import Vault

/// Begins a session for one partner.
struct Unlock: Command {
  static let configuration = CommandConfiguration(
    commandName: "unlock", abstract: "Open the vault for a while.",
    discussion: """
      The session ends after ten minutes without use, after eight hours, when the machine sleeps, or \
      with vesper lock. --here opens it for this terminal alone.
      """)

  @OptionGroup var options: Options

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("How long, unused: 15m, 1h, 90s (at most 8h).", valueName: "time"))
  var idle: String?

  @Flag(help: "Only in a shell of its own in this terminal; it ends with that shell.")
  var here = false

  func run(in world: World) throws {
    let limits = try limits(world.settings)
    let partner = try options.partner(world)
    let vault = try options.unlocked(partner, world)
    if here { try KeyringSessions.separate() }
    let diary = Diary(vault, clock: world.clock)
    _ = try? diary.settle()
    // What a killed command left half made; another one that writes now does it the next time.
    try? vault.sweep()
    MemoryFolder.sweep(world)
    do {
      try vault.beginSession(world.sessions, limits: limits, clocks: world.sessionClocks)
    } catch .noKeyring(let number) {
      throw VaultError.noKeyring(errno: number)
    }
    let span = Spans.words(seconds: limits.idle)
    try world.console.say(
      "Open for \(vault.name), until \(span) pass unused. vesper lock closes it.")
    guard here else {
      let whose = vault.other == nil ? "" : ", your partner's commands included"
      try world.console.say(
        "Until then, whatever runs under this login can read it too\(whose).")
      return try world.console.say("vesper unlock --here keeps it to one terminal.")
    }
    try world.console.say("It is open in this shell alone, and exit ends it.")
    try Unlock.becomeShell(world, as: vault.name)
  }

  /// How long it lasts: as said here, else as set, else as usual.
  private func limits(_ settings: Settings) throws(Failure) -> SessionLimits {
    let usual = SessionLimits.standard
    let most = min(settings.longest ?? usual.absolute, usual.absolute)
    var limits = usual
    limits.absolute = most
    limits.idle = min(settings.idle ?? usual.idle, most)
    guard let idle else { return limits }
    guard let seconds = Spans.session(idle), seconds <= most else {
      let span = most == usual.absolute ? "8h" : Spans.words(seconds: most)
      throw Failure(
        .usage, "\"\(idle)\" is not a length of time", hint: "as in 90s, 15m or 2h, up to \(span)")
    }
    limits.idle = seconds
    return limits
  }

  /// Replaces this process by the user's shell, which inherits the session's own keyring.
  private static func becomeShell(_ world: World, as name: String) throws {
    let shell = world.environment["SHELL"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/bin/sh"
    setenv("VESPER_AS", name, 1)
    var arguments = [strdup(shell), nil]
    // What is ignored here would stay so in the shell and in all that it starts.
    signal(SIGPIPE, SIG_DFL)
    execv(shell, &arguments)
    signal(SIGPIPE, SIG_IGN)
    throw Failure(.system, "\(shell) could not be started: \(systemReason(errno))")
  }
}

/// Ends the session, at once.
struct Lock: Command {
  static let settingsUse = SettingsUse.lenient
  static let configuration = CommandConfiguration(
    commandName: "lock", abstract: "Close the vault now.",
    discussion: "Without --as it closes every open session of this vault.")

  @OptionGroup var options: Options

  func run(in world: World) throws {
    let vault = try OpenVault.identify(options.places(world))
    for partner in try options.partners(world) {
      try world.sessions.end(SessionName(vault: vault, partner: partner))
    }
    // What a command that was killed left readable in memory.
    MemoryFolder.sweep(world)
    try world.console.say("Closed.")
  }
}
