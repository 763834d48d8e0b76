import FoundationEssentials
import Glibc

/// Another program, started with nothing but what it is given: no shell, no file, no descriptor of ours.
///
/// What goes in and comes out goes through pipes and stays in memory. Not swift-subprocess, which has no
/// way to wait without a thread to spare: docs/decisions/0041.
struct Child {
  let path: String
  var arguments: [String] = []
  /// `NAME=value`; there is no other environment.
  var environment: [String] = []
  /// Our descriptor that the child finds as number 3.
  var third: Int32?
  /// Seconds of silence after which it is ended; none for one that a person ends.
  var patience: Int32? = 120
  /// Called several times a second while it is waited for.
  var whileWaiting: () -> Void = {}

  struct Ended {
    let status: Int32
    /// Whether it took all that it was given: one that ends early explains itself better than its pipe.
    let tookAll: Bool
    let output: [UInt8]
    let errors: [UInt8]

    var isWell: Bool { status == 0 && tookAll }
  }

  /// Runs it to its end.
  ///
  /// - Parameter feed: writes what is on its standard input, to the descriptor given.
  func run(feed: (Int32) throws(Failure) -> Void) throws(Failure) -> Ended {
    let input = try Pipe()
    let output = try Pipe()
    let errors = try Pipe()
    let child = try spawn(input.read, output.write, errors.write)
    for end in [input.read, output.write, errors.write] { close(end) }
    let tookAll = (try? feed(input.write)) != nil
    close(input.write)
    let said = drain([output.read, errors.read], child)
    for end in [output.read, errors.read] { close(end) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    return Ended(status: status, tookAll: tookAll, output: said[0], errors: said[1])
  }

  private func spawn(_ input: Int32, _ output: Int32, _ errors: Int32) throws(Failure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (ours, theirs) in [(input, Int32(0)), (output, 1), (errors, 2)] {
      posix_spawn_file_actions_adddup2(&actions, ours, theirs)
    }
    if let third { posix_spawn_file_actions_adddup2(&actions, third, 3) }
    // Descriptors handed to Vesper, such as one with passphrases, are not the child's.
    let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    for number in open.compactMap({ Int32($0) }) where number > (third == nil ? 2 : 3) {
      posix_spawn_file_actions_addclose(&actions, number)
    }

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = sigset_t()
    sigemptyset(&defaults)
    for number in [SIGPIPE, SIGINT, SIGHUP, SIGQUIT] { sigaddset(&defaults, number) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))

    let words = ([path] + arguments).map { strdup($0) } + [nil]
    let names = environment.map { strdup($0) } + [nil]
    defer { for copy in words + names { free(copy) } }
    var child: pid_t = 0
    let number = posix_spawn(&child, path, &actions, &attributes, words, names)
    guard number == 0 else {
      throw Failure(
        .unavailable, "\(path) could not be started: \(systemReason(number))",
        hint: "check that it is whole and may be run")
    }
    return child
  }

  /// Everything that comes out of both, side by side, so that neither waits for the other.
  private func drain(_ ends: [Int32], _ child: pid_t) -> [[UInt8]] {
    var said = ends.map { _ in [UInt8]() }
    var watched = ends.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    var part = [UInt8](repeating: 0, count: 65_536)
    var silence: Int32 = 0
    while watched.contains(where: { $0.fd >= 0 }) {
      let ready = poll(&watched, nfds_t(watched.count), Child.step)
      if ready < 0 && errno == EINTR { continue }
      guard ready >= 0, patience.map({ silence < $0 * 1000 }) ?? true else {
        kill(child, SIGKILL)
        break
      }
      silence = ready == 0 ? silence + Child.step : 0
      whileWaiting()
      for index in watched.indices where watched[index].revents != 0 {
        let got = read(watched[index].fd, &part, part.count)
        if got < 0 && errno == EINTR { continue }
        if got <= 0 || said[index].count > Child.mostOutput {
          watched[index].fd = -1
        } else {
          said[index] += part.prefix(got)
        }
      }
    }
    return said
  }

  private static let mostOutput = 64 << 20
  /// Milliseconds.
  private static let step: Int32 = 250

  /// Two ends, closed in every child but the one they are meant for.
  private struct Pipe {
    let read: Int32
    let write: Int32

    init() throws(Failure) {
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0, ends.allSatisfy({ fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }) else {
        throw Failure(
          .system, "no pipe could be made: \(systemReason(errno))", hint: "close other programs")
      }
      (read, write) = (ends[0], ends[1])
    }
  }
}
