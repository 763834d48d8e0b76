import Sodium
import Testing

struct SystemClocksTests {
  @Test func `sleep does not grow while the machine is awake`() {
    let before = SystemClocks.suspendedNanoseconds()
    for _ in 0..<1_000 {
      let after = SystemClocks.suspendedNanoseconds()
      // The clocks are read one after the other; a growth that matters is seconds.
      #expect(abs(after - before) < 500_000_000)
    }
  }

  @Test func `the clocks agree with each other`() {
    let before = SystemClocks.monotonicSeconds()
    let boot = SystemClocks.bootSeconds()
    let after = SystemClocks.monotonicSeconds()
    #expect(before > 0)
    let asleep = SystemClocks.suspendedNanoseconds() / 1_000_000_000
    // However long this thread waited between two lines; a second either way for what is rounded off.
    #expect((before - 1...after + 1).contains(boot - asleep))
  }
}
