/// Lengths of time in words, as exact as they help.
enum Spans {
  static func words(seconds: UInt32) -> String {
    switch seconds {
    case ..<120: "\(seconds) \(seconds == 1 ? "second" : "seconds")"
    case ..<7200: "\(seconds / 60) minutes"
    default: "\(seconds / 3600) hours"
    }
  }
}
