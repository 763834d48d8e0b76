import Dispatch
import Glibc
import Synchronization

/// A terminal with a test at its keyboard.
///
/// A second descriptor on the terminal side stays open, so that its settings outlive the process
/// that is asked there.
final class PseudoTerminal: Sendable {
  /// What the person at the keyboard does: sees everything shown so far and answers once.
  typealias Turn = @Sendable (PseudoTerminal) -> Void

  let path: String
  private let keyboard: Int32
  private let screen: Int32
  private let shown = Mutex<[UInt8]>([])

  init?() {
    var ends: (keyboard: Int32, screen: Int32) = (-1, -1)
    var name = [CChar](repeating: 0, count: 128)
    guard openpty(&ends.keyboard, &ends.screen, &name, nil, nil) == 0 else { return nil }
    (keyboard, screen) = ends
    path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    for end in [keyboard, screen] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }

  deinit {
    close(keyboard)
    close(screen)
  }

  /// Whether typing is shown.
  var echoes: Bool {
    var settings = termios()
    guard tcgetattr(screen, &settings) == 0 else { return false }
    return settings.c_lflag & tcflag_t(ECHO) != 0
  }

  /// Puts the terminal in raw mode, as another program might have left it.
  func makeRaw() {
    var settings = termios()
    tcgetattr(screen, &settings)
    cfmakeraw(&settings)
    tcsetattr(screen, TCSANOW, &settings)
  }

  /// Everything shown so far.
  var text: String { shown.withLock { String(decoding: $0, as: UTF8.self) } }

  func type(_ text: String) {
    _ = Array(text.utf8).withUnsafeBytes { write(keyboard, $0.baseAddress, $0.count) }
  }

  /// Reads what is shown until `text` has appeared `times` times; `false` after ten minutes: whoever is waited for may
  /// themselves be waiting for a thread, behind all other tests.
  @discardableResult
  func wait(for text: String, times: Int = 1) -> Bool {
    for _ in 0..<60_000 {
      if count(of: text) >= times { return true }
      collect(milliseconds: 10)
    }
    return false
  }

  /// How often `text` has appeared; in bytes, because "\r\n" is one character to Swift.
  func count(of text: String) -> Int {
    shown.withLock {
      $0.split(separator: Array(text.utf8), omittingEmptySubsequences: false).count - 1
    }
  }

  /// Takes in what is shown within so many milliseconds.
  func collect(milliseconds: Int32) {
    var watched = pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0)
    guard poll(&watched, 1, milliseconds) > 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 1024)
    let count = read(keyboard, &buffer, buffer.count)
    if count > 0 { shown.withLock { $0 += buffer.prefix(count) } }
  }

  /// Lets somebody sit at the keyboard, on a thread of their own; the result tells when they left.
  func seat(_ turn: @escaping Turn) -> DispatchGroup {
    let group = DispatchGroup()
    DispatchQueue.global().async(group: group) { turn(self) }
    return group
  }
}
