import Glibc

/// A terminal without a person: what is typed is put in beforehand, what is shown is read after.
final class TestTerminal {
  /// The person's side.
  private let desk: Int32
  /// The program's side.
  let line: Int32

  init() throws {
    desk = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard desk >= 0 else { throw StageError.noFile(errno) }
    var lock: Int32 = 0
    var number: Int32 = 0
    // TIOCSPTLCK and TIOCGPTN, see ioctl_tty(2).
    guard ioctl(desk, 0x4004_5431, &lock) == 0, ioctl(desk, 0x8004_5430, &number) == 0 else {
      throw StageError.noFile(errno)
    }
    line = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard line >= 0 else { throw StageError.noFile(errno) }
  }

  deinit {
    close(line)
    close(desk)
  }

  /// Types lines, and waits until they are there to be read.
  func type(_ text: String) throws {
    let bytes = Array(text.utf8)
    let before = try unread()
    guard write(desk, bytes, bytes.count) == bytes.count else { throw StageError.noFile(errno) }
    for _ in 0..<60_000 where try unread() - before < bytes.count { usleep(1000) }
  }

  /// How many bytes were typed that nobody has read.
  func unread() throws -> Int {
    var count: Int32 = 0
    guard ioctl(line, UInt(FIONREAD), &count) == 0 else { throw StageError.noFile(errno) }
    return Int(count)
  }

  /// What stands on the screen: the program's words and the echo of what was typed.
  func screen() -> String {
    // The kernel hands on what is shown in its own time, but in order: whoever sees this has seen all.
    let last: [UInt8] = [0x1E, 0x1E]
    guard write(line, last, last.count) == last.count else { return "" }
    var shown: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 4096)
    var desk = pollfd(fd: desk, events: Int16(POLLIN), revents: 0)
    while !shown.ends(with: last), poll(&desk, 1, 60_000) > 0 {
      let got = read(desk.fd, &part, part.count)
      guard got > 0 else { break }
      shown += part.prefix(got)
    }
    return String(
      decoding: shown.ends(with: last) ? shown.dropLast(last.count) : shown[...], as: UTF8.self)
  }
}

extension [UInt8] {
  fileprivate func ends(with bytes: [UInt8]) -> Bool { suffix(bytes.count).elementsEqual(bytes) }
}
