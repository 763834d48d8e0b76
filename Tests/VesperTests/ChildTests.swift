import Glibc
import Testing

@testable import VesperProgram

@Suite struct `Another program` {
  /// As the program itself has it: a pipe that nobody reads any more is an error and no end.
  init() { signal(SIGPIPE, SIG_IGN) }

  /// More than a pipe holds, so that nobody can write it whole to a program that reads none of it.
  private static let much = [UInt8](repeating: 0x20, count: 1 << 20)

  @Test(arguments: [
    ("exit 0", true, false), ("exit 3", false, false), ("cat >&2; exit 3", false, true),
    ("cat >&2", true, true),
  ])
  func `is well where it ended so and took all it was given`(
    script: String, endsWell: Bool, takesAll: Bool
  ) throws {
    let child = Child(path: "/bin/sh", arguments: ["-c", script])
    let ended = try child.run { (input) throws(Failure) in
      try Console.write(Array("\(script)\n".utf8), to: input)
      if !takesAll { try Console.write(Self.much, to: input) }
    }
    #expect((ended.status == 0) == endsWell)
    #expect(ended.tookAll == takesAll)
    #expect(ended.isWell == (endsWell && takesAll))
  }
}
