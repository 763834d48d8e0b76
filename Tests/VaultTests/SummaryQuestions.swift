@testable import Vault

extension `Summaries of segments` {
  /// What is asked of a diary.
  struct Question {
    var kinds: Set<UInt16>
    var days: ClosedRange<Int32> = .min ... .max
    /// Where each log is left off: at the first entry of before.
    var edge: Int64 = .min

    func admits(_ fields: RecordFields) -> Bool {
      kinds.contains(fields.kind) && days.contains(fields.about)
    }

    func passesOver(_ segment: SegmentSummary) -> Bool {
      guard let about = segment.about, let entered = segment.entered else { return true }
      return !(segment.mayHold(kinds) && days.overlaps(about)) && entered.lowerBound >= edge
    }
  }

  struct Answer {
    let texts: [String]
    let cells: Int
    let unreadable: Int
  }
}
