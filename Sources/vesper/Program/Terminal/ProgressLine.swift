/// One line at the terminal that says how far something has come, once it takes longer than a second.
final class ProgressLine {
  private let console: Console
  private let elapsed: () -> Duration
  private var isShown = false

  /// - Parameter elapsed: how long it has taken so far; for tests.
  init(on console: Console, elapsed: (() -> Duration)? = nil) {
    self.console = console
    let start = ContinuousClock.now
    self.elapsed = elapsed ?? { start.duration(to: .now) }
  }

  func show(_ words: String) {
    guard console.isWatched, elapsed() > .seconds(1) else { return }
    // Back to the beginning of the line, and the rest of it cleared (ECMA-48 § 8.3.41, EL).
    try? Console.write(Array("\r\u{1B}[K\(words)".utf8), to: console.errors)
    isShown = true
  }

  /// Takes the line away again.
  func clear() {
    if isShown { try? Console.write(Array("\r\u{1B}[K".utf8), to: console.errors) }
    isShown = false
  }
}
