import Dispatch
import Glibc
@testable import Sodium
import Synchronization
import Testing

/// Serialized: signal handlers belong to the whole process.
@Suite(.serialized, .timeLimit(.minutes(30)))
struct QuietTerminalTests {
  /// What somebody at the keyboard noticed.
  private final class Notes: Sendable {
    private let echo = Mutex<Bool?>(nil)

    var sawEcho: Bool? { echo.withLock { $0 } }
    func look(at terminal: PseudoTerminal) { echo.withLock { $0 = terminal.echoes } }
  }

  @Test func `what is typed is not shown, and echo is back afterwards`() throws {
    let terminal = try #require(PseudoTerminal())
    let notes = Notes()
    let seat = terminal.seat { terminal in
      terminal.wait(for: "Passphrase: ")
      notes.look(at: terminal)
      terminal.type("quiex\u{7f}t evening\n")
    }
    let secret = try QuietTerminal.ask(on: terminal.path, prompt: "Passphrase: ", limit: 100)
    seat.wait()
    terminal.wait(for: "Passphrase: \r\n")
    #expect(secret.revealed() == Array("quiet evening".utf8))
    #expect(notes.sawEcho == false)
    #expect(terminal.echoes)
    #expect(terminal.text == "Passphrase: \r\n")
  }

  @Test func `a terminal left in raw mode gives a line all the same`() throws {
    let terminal = try #require(PseudoTerminal())
    terminal.makeRaw()
    let seat = terminal.seat { terminal in
      terminal.wait(for: "? ")
      terminal.type("quiex\u{7f}t\r")
    }
    let secret = try QuietTerminal.ask(on: terminal.path, prompt: "? ", limit: 100)
    seat.wait()
    #expect(secret.revealed() == Array("quiet".utf8))
    #expect(!terminal.echoes)  // raw as it was found
  }

  @Test func `what was typed before the prompt is thrown away`() throws {
    let terminal = try #require(PseudoTerminal())
    terminal.type("rm -r here\n")
    terminal.wait(for: "rm -r here\r\n")  // shown, so it has arrived and is waiting to be read
    let seat = terminal.seat { terminal in
      terminal.wait(for: "? ")
      terminal.type("quiet\n")
    }
    let secret = try QuietTerminal.ask(on: terminal.path, prompt: "? ", limit: 100)
    seat.wait()
    #expect(secret.revealed() == Array("quiet".utf8))
  }

  @Test func `a line above the limit is thrown away whole, and echo is back`() throws {
    let terminal = try #require(PseudoTerminal())
    let seat = terminal.seat { terminal in
      terminal.wait(for: "? ")
      terminal.type("a long evening\n")
      terminal.wait(for: "\n")
      terminal.wait(for: "? ", times: 2)
      terminal.type("quiet\n")
    }
    #expect(throws: SodiumError.tooLong(limit: 6)) {
      _ = try QuietTerminal.ask(on: terminal.path, prompt: "? ", limit: 6)
    }
    #expect(terminal.echoes)
    let secret = try QuietTerminal.ask(on: terminal.path, prompt: "? ", limit: 6)
    seat.wait()
    #expect(secret.revealed() == Array("quiet".utf8))
  }

  @Test func `control-D on an empty line is an empty answer`() throws {
    let terminal = try #require(PseudoTerminal())
    let seat = terminal.seat { terminal in
      terminal.wait(for: "? ")
      terminal.type("\u{4}")
    }
    #expect(try QuietTerminal.ask(on: terminal.path, prompt: "? ", limit: 9).count == 0)
    seat.wait()
  }

  @Test(arguments: ["/nonexistent/tty", "/dev/null", "/etc/hostname"])
  func `what is no terminal cannot be asked`(path: String) {
    #expect(throws: SodiumError.noTerminal) {
      _ = try QuietTerminal.ask(on: path, prompt: "? ", limit: 9)
    }
  }

  @Test func `without a controlling terminal there is nobody to ask`() async {
    await #expect(processExitsWith: .exitCode(7)) {
      setsid()
      do throws(SodiumError) {
        _ = try PassphraseReader.readFromTerminal(prompt: "? ")
      } catch {
        exit(error == .noTerminal ? 7 : 1)
      }
    }
  }

  @Test func `the program's own handler runs after the terminal is restored`() throws {
    let terminal = try #require(PseudoTerminal())
    let before = signal(SIGALRM) { _ in alarms.add(1, ordering: .relaxed) }
    defer { signal(SIGALRM, before) }
    let seat = terminal.seat { terminal in
      terminal.wait(for: "? ")
      terminal.type("half a pass")
      kill(getpid(), SIGALRM)
    }
    #expect(throws: SodiumError.interrupted) {
      _ = try QuietTerminal.ask(on: terminal.path, prompt: "? ", limit: 100)
    }
    seat.wait()
    #expect(alarms.load(ordering: .relaxed) == 1)
    #expect(terminal.echoes)
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT, SIGALRM])
  func `a signal that ends the program finds the terminal restored`(number: Int32) async throws {
    let terminal = try #require(PseudoTerminal())
    let notes = Notes()
    let seat = terminal.seat { terminal in
      terminal.wait(for: "? ")
      notes.look(at: terminal)
      terminal.signal(number)
    }
    await #expect(processExitsWith: .signal(number)) { [path = terminal.path as String] in
      _ = try QuietTerminal.ask(on: path, prompt: "\(getpid())? ", limit: 100)
    }
    seat.wait()
    #expect(notes.sawEcho == false)
    #expect(terminal.echoes)
  }

  @Test func `control-C ends the program only once the terminal is restored`() async throws {
    let terminal = try #require(PseudoTerminal())
    let seat = terminal.seat { terminal in
      terminal.wait(for: "? ")
      terminal.type("half a pass\u{3}")
    }
    await #expect(processExitsWith: .exitCode(7)) { [path = terminal.path as String] in
      setsid()
      controlling = open(path, O_RDWR)  // the first terminal a session leader opens
      signal(SIGINT) { _ in
        var settings = termios()
        tcgetattr(controlling, &settings)
        _exit(settings.c_lflag & tcflag_t(ECHO) != 0 ? 7 : 1)
      }
      _ = try PassphraseReader.readFromTerminal(prompt: "? ")
    }
    seat.wait()
  }

  @Test func `after a stop the terminal is restored, and then asked again`() async throws {
    let terminal = try #require(PseudoTerminal())
    let notes = Notes()
    let seat = terminal.seat { terminal in
      terminal.wait(for: "? ")
      terminal.type("half a pass")
      terminal.signal(SIGTSTP)
      if terminal.wait(forStopOf: terminal.shownNumber) { notes.look(at: terminal) }
      terminal.signal(SIGCONT)
      terminal.wait(for: "? ", times: 2)
      terminal.type("quiet\n")
    }
    await #expect(processExitsWith: .exitCode(7)) { [path = terminal.path as String] in
      // In a group of its own, whose parent could continue it: else the kernel would not stop it.
      setpgid(0, 0)
      let secret = try QuietTerminal.ask(on: path, prompt: "\(getpid())? ", limit: 100)
      exit(secret.revealed() == Array("quiet".utf8) ? 7 : 1)
    }
    seat.wait()
    #expect(notes.sawEcho == true)
    #expect(terminal.echoes)
  }

  @Test func `a signal that is ignored stays ignored`() async throws {
    let terminal = try #require(PseudoTerminal())
    let seat = terminal.seat { terminal in
      terminal.wait(for: "? ")
      terminal.signal(SIGHUP)
      terminal.type("quiet\n")
    }
    await #expect(processExitsWith: .exitCode(7)) { [path = terminal.path as String] in
      signal(SIGHUP, SIG_IGN)
      let secret = try QuietTerminal.ask(on: path, prompt: "\(getpid())? ", limit: 100)
      exit(secret.revealed() == Array("quiet".utf8) ? 7 : 1)
    }
    seat.wait()
  }
}

/// How often the handler under test ran.
private let alarms = Atomic(0)

/// The terminal that a handler looks at; a handler cannot capture.
private nonisolated(unsafe) var controlling: Int32 = -1

extension PseudoTerminal {
  /// Signals the process whose number the first prompt shows, and nobody while none is shown: 0 would be this
  /// whole group.
  fileprivate func signal(_ number: Int32) {
    guard shownNumber > 0 else { return }
    kill(shownNumber, number)
  }

  /// The process number that the first prompt shows.
  fileprivate var shownNumber: Int32 { Int32(text.prefix { $0.isNumber }) ?? 0 }

  /// Whether the process stops; nobody waits longer than five minutes for it.
  fileprivate func wait(forStopOf process: Int32) -> Bool {
    for _ in 0..<30_000 {
      collect(milliseconds: 10)
      let descriptor = open("/proc/\(process)/stat", O_RDONLY)
      var buffer = [UInt8](repeating: 0, count: 512)
      let count = max(0, read(descriptor, &buffer, buffer.count))
      close(descriptor)
      if String(decoding: buffer.prefix(count), as: UTF8.self).contains(") T ") { return true }
    }
    return false
  }
}
