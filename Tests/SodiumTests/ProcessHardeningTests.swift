import Glibc
import Sodium
import Testing

struct ProcessHardeningTests {
  @Test func `core dumps and attaching are off afterwards`() async {
    // In a process of its own: neither can be switched on again.
    await #expect(processExitsWith: .exitCode(7)) {
      let report = ProcessHardening.apply()
      var core = rlimit()
      getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &core)
      // A process that is not dumpable has its /proc files owned by root; as root, the owner is no
      // sign, but the limit and the report are.
      let quiet = core.rlim_cur == 0 && core.rlim_max == 0
      exit(quiet && report.cryptography && report.coreDumpsOff && report.dumpableOff ? 7 : 1)
    }
  }

  @Test func `the report tells when memory cannot be locked`() async {
    await #expect(processExitsWith: .exitCode(7)) {
      // Root may lock whatever the limit, so the test gives that up with everything else.
      var none = rlimit(rlim_cur: 0, rlim_max: 0)
      setrlimit(__rlimit_resource_t(__RLIMIT_MEMLOCK.rawValue), &none)
      setuid(65_534)
      let report = ProcessHardening.apply()
      let secret = try SecretBytes(copying: [1, 2])  // works all the same
      exit(!report.memoryLocking && secret.revealed() == [1, 2] ? 7 : 1)
    }
  }

  @Test func `the report is not simply no`() async {
    await #expect(processExitsWith: .exitCode(7)) {
      var limit = rlimit()
      getrlimit(__rlimit_resource_t(__RLIMIT_MEMLOCK.rawValue), &limit)
      let expected = limit.rlim_cur >= 131_072
      exit(ProcessHardening.apply().memoryLocking == expected ? 7 : 1)
    }
  }
}
