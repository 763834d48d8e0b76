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
    let monotonic = SystemClocks.monotonicSeconds()
    let boot = SystemClocks.bootSeconds()
    #expect(monotonic > 0)
    #expect(abs(boot - monotonic - SystemClocks.suspendedNanoseconds() / 1_000_000_000) <= 1)
  }
}
