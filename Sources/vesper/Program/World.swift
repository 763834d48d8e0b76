public import Care
public import Vault

/// Everything a command takes from outside. Clock, randomness, cost and sessions are inputs, so a
/// test can run any command in process; nothing a person can type reaches them.
public struct World {
  public var environment: [String: String]
  public var clock: Clock
  public var strength: Strength
  public var sessions: any SessionStore
  public var sessionClocks: SessionClocks
  public var input: Int32
  public var output: Int32
  public var errors: Int32
  /// What the kernel did not allow at the start, in words.
  public var weaknesses: [String]
  /// What the machine does with memory.
  public var surroundings: Surroundings
  /// What is set for all commands, once it was read.
  var settings: Settings
  /// For screen readers and for whoever likes it so: no screen of its own, no colour, a fact a line.
  public var isPlain = false
  /// What one command has in hand.
  var desk = Desk()

  public init(
    environment: [String: String], clock: Clock, strength: Strength, sessions: any SessionStore,
    sessionClocks: SessionClocks = .system, input: Int32 = 0, output: Int32 = 1,
    errors: Int32 = 2, weaknesses: [String] = [],
    surroundings: Surroundings = Surroundings()
  ) {
    self.environment = environment
    self.clock = clock
    self.strength = strength
    self.sessions = sessions
    self.sessionClocks = sessionClocks
    self.input = input
    self.output = output
    self.errors = errors
    self.weaknesses = weaknesses
    self.surroundings = surroundings
    settings = Settings(without: environment)
  }

  /// Where everything is: the vault that was named, else VESPER_VAULT, else the one that is set,
  /// else the usual place.
  func places(vault: String?) -> Places {
    Places(vault: vault ?? settings.vault, environment: environment)
  }

  /// The same world with the settings in it, as far as a command needs them.
  func settled(for use: SettingsUse) throws(Failure) -> World {
    guard use != .none else { return self }
    var world = self
    world.settings = Settings(reading: environment)
    world.isPlain = world.isPlain || world.settings.isPlain
    if use == .strict, let fault = world.settings.fault { throw fault }
    return world
  }

  var console: Console {
    var console = Console(input: input, output: output, errors: errors)
    console.isPlain = isPlain
    console.hasScreen = hasWholeScreen && console.isInteractive
    console.isColoured = console.hasScreen && environment["NO_COLOR"].map(\.isEmpty) ?? true
    console.page = desk.page
    console.mayReturn = { [self] in isStillOpen }
    return console
  }

  /// Whether the terminal can show a whole screen, and it is wanted; `TERM=dumb` cannot.
  var hasWholeScreen: Bool {
    !isPlain && (environment["TERM"].map { !$0.isEmpty && $0 != "dumb" } ?? false)
  }

  /// Whether the session that the command began with is there yet.
  var isStillOpen: Bool {
    guard let session = desk.session else { return true }
    if let _ = try? sessions.find(session) { return true }
    return false
  }
}

/// What one command has in hand while it runs.
final class Desk {
  /// Where its output is gathered for the pager; `nil` where it goes out at once.
  var page: Page?
  /// The session that opened the diary; `nil` where a passphrase did.
  var session: SessionName?
  /// What is being typed.
  var draft: HeldDraft?
}
