import Care
import Glibc

/// One line on standard error for whoever waits at a terminal for more than a second.
struct Patience {
  private let console: Console
  /// Milliseconds of a clock that only goes forward.
  private let now: () -> Int64
  private let begun: Int64
  private var said: Int64?

  init(console: Console, now: @escaping () -> Int64 = Patience.monotonic) {
    self.console = console
    self.now = now
    begun = now()
  }

  /// Says how far it has come, not before a second and not more often than four times a second.
  mutating func tell(_ words: @autoclosure () -> String) {
    guard console.isWatched else { return }
    let time = now()
    guard time - begun >= 1000, time - (said ?? 0) >= 250 else { return }
    said = time
    // ECMA-48 § 8.3.41 (EL): the line is written over in its place.
    try? Console.write(Array("\r\u{1B}[K\(words())".utf8), to: console.errors)
  }

  /// Takes the line away.
  mutating func end() {
    if said != nil { try? Console.write(Array("\r\u{1B}[K".utf8), to: console.errors) }
    said = nil
  }

  static func monotonic() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}

extension Console {
  /// Looks at a diary once, and shows how many entries it has come by while that takes its time.
  func whileReading<Result>(
    _ diary: Diary, now: @escaping () -> Int64 = Patience.monotonic, _ body: () throws -> Result
  ) rethrows -> Result {
    var patience = Patience(console: self, now: now)
    diary.progress = { patience.tell("Reading … \($0) entries") }
    defer {
      diary.progress = { _ in }
      patience.end()
    }
    return try diary.lookingOnce(body)
  }

  /// Says what is being waited for, as often as the work tells that it goes on.
  func whileWaiting<Result>(
    _ words: String, now: @escaping () -> Int64 = Patience.monotonic,
    _ body: (@escaping () -> Void) throws -> Result
  ) rethrows -> Result {
    var patience = Patience(console: self, now: now)
    defer { patience.end() }
    return try body { patience.tell(words) }
  }
}
