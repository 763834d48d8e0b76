/// Lengths of time in words, as exact as they help.
enum Spans {
  static func words(seconds: UInt32) -> String {
    switch seconds {
    case ..<120: "\(seconds) \(seconds == 1 ? "second" : "seconds")"
    case ..<7200: "\(seconds / 60) minutes"
    default: "\(seconds / 3600) hours"
    }
  }

  /// The longest that a session lasts, in seconds: eight hours.
  private static let longest: UInt32 = 28_800

  /// `90s`, `15m`, `2h` in seconds; `nil` for no time and for more than a session lasts.
  static func session(_ text: String) -> UInt32? {
    guard let unit = text.last, text.dropLast().allSatisfy(\.isNumber),
      let number = UInt32(text.dropLast()), number <= longest
    else { return nil }
    let seconds: UInt32
    switch unit {
    case "s": seconds = number
    case "m": seconds = number * 60
    case "h": seconds = number * 3600
    default: return nil
    }
    return (1...longest).contains(seconds) ? seconds : nil
  }
}
