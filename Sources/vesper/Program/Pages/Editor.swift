import Care
import FoundationEssentials
import Glibc
import Vault

/// A person's own editor, on a file that lies in memory alone, in a folder for its owner, and is wiped.
///
/// What the editor calls home lies in that folder too, so that whatever it keeps goes with the rest.
struct Editor {
  private let path: String
  /// `nil` where it may keep copies.
  private let known: KnownEditor?
  /// The words that came with its name.
  private let own: [String]
  private let world: World

  /// - Throws: unavailable where no editor is named, or it is not there.
  init(_ world: World) throws(Failure) {
    let named = [
      world.settings.editor, world.environment["VISUAL"], world.environment["EDITOR"],
    ].compactMap(\.self)
    guard let words = named.first(where: { !$0.allSatisfy(\.isWhitespace) }) else {
      throw Failure(
        .unavailable, "no editor is set, and neither VISUAL nor EDITOR names one",
        hint: "vesper write without --editor has one of its own")
    }
    let parts = words.split(separator: " ").map(String.init)
    let found = parts.first.flatMap { $0.hasPrefix("/") ? $0 : OtherProgram.find($0, world) }
    guard let found, access(found, X_OK) == 0 else {
      throw Failure(
        .unavailable, "there is no editor called \(words)",
        hint: "vesper write without --editor has one of its own")
    }
    path = found
    let editor = KnownEditor(at: found)
    let added = parts.dropFirst().filter { editor?.contained.contains($0) != true }
    // Flags of one's own could switch on again what ours switch off; a few are known to do nothing of the kind.
    known = added.allSatisfy { editor?.harmless.contains($0) == true } ? editor : nil
    own = known == nil ? Array(parts.dropFirst()) : added
    self.world = world
  }

  /// Lets somebody write, beginning with what a draft holds, and seals what came of it at once.
  ///
  /// - Returns: what stands in the file; empty where it was left alone, or not begun after all.
  func edit(_ questions: Questions) throws -> String {
    guard try isAccepted(questions) else { return "" }
    var questions = questions
    if let drafts = questions.drafts {
      // The draft is asked about on a screen of its own; the editor has the whole one afterwards.
      questions = try questions.onSheet { $0 }
      questions.screen = nil
      drafts.desk.draft = questions.held
    }
    let begun = questions.held?.takeUp("text") ?? ""
    // A terminal that closes ends the editor; then come the sealing and the wiping, then our own end.
    let signals = HeldSignals()
    defer { signals.release() }
    let folder: MemoryFolder
    do { folder = try MemoryFolder(for: "writing", world) } catch {
      throw Failure(
        .unavailable,
        "there is no folder in memory here, and your words are never put on a disk to be edited",
        hint: "vesper write without --editor has one of its own")
    }
    defer { folder.wipe() }
    if let settings = known?.settings {
      _ = try folder.write(Array(settings.text.utf8), as: settings.path)
    }
    let file = try folder.write(Array(begun.utf8), as: "words.txt")
    let status = run(file, in: folder.path, signals)
    let text = words(in: folder.path)
    questions.note { $0.open = .init(key: "text", text: text) }
    guard status == 0 else {
      throw Failure(
        .unavailable, "the editor did not end well",
        hint: "vesper write without --editor has one of its own")
    }
    return text
  }

  /// Says what cannot be promised, and asks.
  private func isAccepted(_ questions: Questions) throws -> Bool {
    var doubts: [String] = []
    if known == nil {
      let called = ([path] + own).joined(separator: " ")
      doubts.append(
        "Nothing is known of \(called): it may keep copies of what you write, or of parts of it.")
    }
    if world.surroundings.swap.contains(where: { $0 == .plain || $0 == .file }) {
      doubts.append(
        "This machine may write memory out to its disk unsealed (swap), an editor's memory too.")
    }
    guard !doubts.isEmpty else { return true }
    for doubt in doubts { questions.remark(doubt) }
    return try questions.confirm("Use it all the same?")
  }

  /// What was saved: the file, or what an editor that was ended puts beside it.
  private func words(in folder: String) -> String {
    for name in ["words.txt.save", "#words.txt#", "words.txt"] {
      guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)") else { continue }
      let text = String(decoding: bytes, as: UTF8.self)
      return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
    return ""
  }

  /// Runs the editor on this terminal; gives how it ended, as waitpid(2) has it.
  private func run(_ file: String, in folder: String, _ signals: HeldSignals) -> Int32 {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = signals.held
    sigaddset(&defaults, SIGPIPE)
    var mask = signals.mask
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setsigmask(&attributes, &mask)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
    let words = ([path] + own + (known?.flags ?? []) + [file]).map { strdup($0) } + [nil]
    let names = environment(folder).map { strdup($0) } + [nil]
    defer { for copy in words + names { free(copy) } }
    var child: pid_t = 0
    guard posix_spawn(&child, path, nil, &attributes, words, names) == 0 else { return -1 }
    return Editor.wait(for: child)
  }

  /// Waits for its end; where it is stopped (Ctrl-Z), this program stops with it.
  private static func wait(for child: pid_t) -> Int32 {
    var status: Int32 = 0
    while true {
      guard waitpid(child, &status, WUNTRACED) >= 0 else {
        if errno == EINTR { continue }
        return -1
      }
      // WIFSTOPPED of sys/wait.h.
      guard status & 0xFF == 0x7F else { return status }
      raise(SIGSTOP)
      kill(child, SIGCONT)
    }
  }

  /// What an editor needs of a terminal; its home lies in memory.
  private func environment(_ folder: String) -> [String] {
    let kept = ["PATH", "TERM", "COLORTERM", "LANG", "LC_ALL", "LC_CTYPE", "TZ"]
    return kept.compactMap { name in world.environment[name].map { "\(name)=\($0)" } }
      + ["HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"]
      .map { "\($0)=\(folder)" }
  }
}

/// Signals held back while a child has the terminal.
private struct HeldSignals {
  let held: sigset_t
  /// What was blocked before.
  let mask: sigset_t
  private let handlers: [(number: Int32, handler: __sighandler_t?)]

  init() {
    var held = sigset_t()
    sigemptyset(&held)
    for number in [SIGHUP, SIGTERM, SIGINT, SIGQUIT] { sigaddset(&held, number) }
    var previous = sigset_t()
    pthread_sigmask(SIG_BLOCK, &held, &previous)
    self.held = held
    mask = previous
    // Ctrl-C comes to everybody at the terminal, and is the child's.
    handlers = [SIGINT, SIGQUIT].map { ($0, signal($0, SIG_IGN)) }
  }

  /// What was held back takes its effect now.
  func release() {
    for (number, handler) in handlers { signal(number, handler) }
    var mask = mask
    pthread_sigmask(SIG_SETMASK, &mask, nil)
  }
}
