import Care

/// Where days and ratings lie in a drawing, in hundredths of a percent of its width and height.
///
/// Shares instead of lengths let one drawing fit every page: the text beside it keeps its size, and the
/// dots keep theirs. Whole numbers, so that the same chart gives the same bytes everywhere.
struct Geometry {
  let dates: DateWording
  private let days: ClosedRange<CivilDate>

  init(axis: Chart.Axis) {
    days = axis.days
    dates = axis.dates
  }

  /// The middle of a day.
  func x(_ date: CivilDate) -> String { x(days.offset(of: date)) }
  func x(_ offset: Int) -> String { Self.percent(10_000 * (2 * offset + 1) / (2 * days.dayCount)) }

  /// The left and the right edge of a stretch of days.
  func edges(of stretch: ClosedRange<CivilDate>) -> (left: Int, right: Int) {
    let first = max(days.offset(of: stretch.lowerBound), 0)
    let last = min(days.offset(of: stretch.upperBound) + 1, days.dayCount)
    return (10_000 * first / days.dayCount, 10_000 * max(last, first) / days.dayCount)
  }

  /// 10 near the top, 0 near the bottom, with room for a whole dot at both ends.
  func y(_ value: Int) -> Int { 9_300 - 860 * value }
  func y(_ value: Int) -> String { Self.percent(y(value)) }

  /// Whether each dot can have its value beside it: on paper, a page without the table says it too.
  var hasRoomForValues: Bool { days.dayCount <= 16 }

  /// Smaller where more days share the width.
  var radius: String {
    switch days.dayCount {
    case ...16: "4"
    case ...45: "3"
    case ...100: "2.2"
    default: "1.6"
    }
  }

  /// Up to some two weeks every day has its figure; more days have a date every week or so.
  var ticks: [Tick] {
    let count = days.dayCount
    let step =
      switch count {
      case ...16: 1
      case ...28: 7
      case ...56: 14
      default: (count / 28 + 1) * 7
      }
    return stride(from: 0, to: count, by: step).compactMap { offset in
      guard let day = Int32(exactly: Int(days.lowerBound.day) + offset) else { return nil }
      let date = CivilDate(day: day)
      if step == 1 { return Tick(offset: offset, label: "\(Day(date).day)", anchor: "middle") }
      // A date at the very edge would stand out of the drawing.
      let anchor = offset == 0 ? "start" : count - offset < step / 2 ? "end" : "middle"
      return Tick(offset: offset, label: dates.short(date), anchor: anchor)
    }
  }

  struct Tick {
    let offset: Int
    let label: String
    let anchor: String
  }

  /// "37.5%".
  static func percent(_ hundredths: Int) -> String {
    let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
    return rest == 0 ? "\(whole)%" : "\(whole).\(rest < 10 ? "0" : "")\(rest)%"
  }
}
