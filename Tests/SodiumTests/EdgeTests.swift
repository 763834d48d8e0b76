import Dispatch
import Glibc
@testable import Sodium
import Testing

/// What the system may answer in the midst of reading and writing, and no other test brings about.
struct EdgeTests {
  @Test func `nothing can be sealed to a point of low order`() throws {
    let pair = try BoxKeyPair(seed: SecretBytes(copying: [UInt8](repeating: 1, count: 32)))
    let reached = [
      pair.reaches([UInt8](repeating: 0, count: 32)), pair.reaches([1]),
      pair.reaches(pair.publicKey),
    ]
    #expect(reached == [false, false, true])
  }

  @Test func `what is not there is neither revealed nor written`() throws {
    let secret = try SecretBytes(copying: [1, 2, 3])
    for range in [0..<4, -1..<2] {
      #expect(throws: SodiumError.wrongLength(expected: 3, actual: range.upperBound)) {
        _ = try secret.revealed(range)
      }
    }
    #expect(throws: SodiumError.writeFailed(errno: EBADF)) { try secret.write(to: -1) }
    #expect(throws: SodiumError.readFailed(errno: EBADF)) {
      _ = try PassphraseReader.read(from: 65_000)
    }
  }

  @Test func `no random bytes are an answer too`() {
    #expect(Randomness.system.bytes(0) == [] && Randomness.system.bytes(-1) == [])
    #expect(Randomness.seeded([1]).bytes(0) == [])
  }

  @Test func `waiting that a signal interrupts goes on`() async {
    await #expect(processExitsWith: .exitCode(7)) {
      signal(SIGUSR1) { _ in }
      letIn(SIGUSR1)
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else { exit(1) }
      let (waiting, end) = (pthread_self(), ends[1])
      DispatchQueue.global().async {
        for _ in 0..<3 {
          usleep(50_000)
          pthread_kill(waiting, SIGUSR1)
        }
        usleep(50_000)
        _ = write(end, "quiet\n", 6)
      }
      let line = try PassphraseReader.read(from: ends[0])
      exit(line.revealed() == Array("quiet".utf8) ? 7 : 2)
    }
  }

  @Test func `waiting that the system refuses is told`() async {
    await #expect(processExitsWith: .exitCode(7)) {
      // poll(2) takes no more descriptors than a process may have.
      var few = rlimit(rlim_cur: 1, rlim_max: 4_096)
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &few)
      do throws(SodiumError) {
        _ = try PassphraseReader.read(from: 0)
      } catch {
        var many = rlimit(rlim_cur: 4_096, rlim_max: 4_096)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &many)
        exit(error == .readFailed(errno: EINVAL) ? 7 : 2)
      }
    }
  }

  @Test func `writing that a signal interrupts goes on`() async {
    await #expect(processExitsWith: .exitCode(7)) {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { _ in }
      sigaction(SIGUSR1, &action, nil)  // without SA_RESTART
      letIn(SIGUSR1)
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else { exit(1) }
      // Full to the last byte, so that the next write waits.
      _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
      let much = [UInt8](repeating: 0, count: 4_096)
      while write(ends[1], much, much.count) > 0 {}
      _ = fcntl(ends[1], F_SETFL, 0)
      let (writing, end) = (pthread_self(), ends[0])
      DispatchQueue.global().async {
        for _ in 0..<3 {
          usleep(50_000)
          pthread_kill(writing, SIGUSR1)
        }
        var room = [UInt8](repeating: 1, count: 1 << 20)
        usleep(50_000)
        _ = read(end, &room, room.count)
      }
      try SecretBytes(copying: [1, 2, 3]).write(to: ends[1])
      var last = [UInt8](repeating: 9, count: 100_000)
      let count = read(ends[0], &last, last.count)
      exit(count >= 3 && Array(last[(count - 3)..<count]) == [1, 2, 3] ? 7 : 2)
    }
  }

  @Test func `the controlling terminal is asked whatever standard input is`() async throws {
    let terminal = try #require(PseudoTerminal())
    let seat = terminal.seat { terminal in
      terminal.wait(for: "? ")
      terminal.type("quiet\n")
    }
    await #expect(processExitsWith: .exitCode(7)) { [path = terminal.path as String] in
      setsid()
      _ = open(path, O_RDWR)  // the first terminal a session leader opens
      let secret = try PassphraseReader.readFromTerminal(prompt: "? ")
      signal(SIGHUP, SIG_IGN)  // closing it must not end this process before it has ended
      exit(secret.revealed() == Array("quiet".utf8) ? 7 : 1)
    }
    seat.wait()
  }
}

/// Lets a signal reach this thread: those of a test may block it.
private func letIn(_ number: Int32) {
  var signals = sigset_t()
  sigemptyset(&signals)
  sigaddset(&signals, number)
  pthread_sigmask(SIG_UNBLOCK, &signals, nil)
}
