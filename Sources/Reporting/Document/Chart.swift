import Care

/// Strips, marks and lanes over one shared axis of days.
///
/// A renderer may draw it, write it in digits, or both; everything that is drawn is here, so that the
/// words and the picture cannot disagree.
struct Chart: Hashable, Sendable {
  let axis: Axis
  /// It stands under a chart with the same axis, whose dates need not be written twice.
  var isUnderAnother = false
  /// One scale each, never two in one strip.
  var strips: [Strip] = []
  /// Days with a mark, one row for each thing that is marked.
  var marks: [Marks] = []
  var lanes: [Lane] = []

  var isEmpty: Bool { strips.isEmpty && marks.isEmpty && lanes.isEmpty }

  /// The days from left to right.
  struct Axis: Hashable, Sendable {
    let days: ClosedRange<CivilDate>
    let title: Words
    /// How the page writes its dates.
    let dates: DateWording
  }

  /// One measure's ratings: a dot for each day that has one, and a line only between neighbours.
  struct Strip: Hashable, Sendable {
    let measure: Measure
    let name: Words
    /// The words at 0 and at 10.
    let low: Words
    let high: Words
    /// What may be said about the dots; see `Gates`.
    let facts: [Words]
    /// In order of date; one a day at most.
    let dots: [Dot]
    /// The middle half of the ratings, where enough days were logged to say so.
    let band: Band?
  }

  struct Dot: Hashable, Sendable {
    let date: CivilDate
    /// 0 through 10.
    let value: Int
    /// Written on a later day; drawn hollow.
    let backDated: Bool
  }

  struct Band: Hashable, Sendable {
    let days: ClosedRange<CivilDate>
    let values: ClosedRange<Int>
  }

  struct Marks: Hashable, Sendable {
    let name: Words
    /// In order.
    let dates: [CivilDate]
  }

  /// One medicine: when it was taken as far as the page's days go, and what changed on which day.
  struct Lane: Hashable, Sendable {
    let name: Words
    let spans: [Span]
    let points: [Point]
    /// The same in words, with the patient's notes.
    let entries: [LaneEntry]
  }

  /// A stretch of days; open where it reaches past the page.
  struct Span: Hashable, Sendable {
    let days: ClosedRange<CivilDate>
    let openBefore: Bool
    let openAfter: Bool
  }

  struct Point: Hashable, Sendable {
    let date: CivilDate
    let change: MedicineChange
  }

  struct LaneEntry: Hashable, Sendable {
    let change: MedicineChange
    /// What `entry` says, taken apart.
    let dose: OwnWords?
    let note: OwnWords?
    let entry: Entry
  }
}
