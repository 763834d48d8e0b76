import Testing

@testable import Care

struct CueTests {
  private let taps = Cue(sign: "two taps", meaning: .slow)

  @Test func `a cue is agreed once both have kept it`() {
    let other = Cue(sign: "a long breath", meaning: .ready)
    let cues = AgreedCues(
      mine: [taps, taps], theirs: [other, Cue(sign: "Two  TAPS", meaning: .slow)])
    #expect(cues.agreed == [taps])
    #expect(cues.own.isEmpty)
    #expect(cues.offered == [other])
  }

  @Test func `the same sign with another meaning is another cue`() {
    let cues = AgreedCues(mine: [taps], theirs: [Cue(sign: "two taps", meaning: .pause)])
    #expect(cues.agreed.isEmpty && cues.own == [taps] && cues.offered.count == 1)
  }
}
