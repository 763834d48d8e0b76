import Testing

@testable import Vault

@Suite struct `What a device remembers of a joining` {
  private func samples() throws -> [JoiningProgress] {
    let two = try TwoMachines()
    let start = try TwoMachines.progress(two.ada)
    let joiner = try TwoMachines.progress(two.noor)
    try two.carryToAda()
    _ = try TwoMachines.code(two.ada, two.adas)
    let opened = try TwoMachines.progress(two.ada)
    try two.carryToNoor()
    _ = try TwoMachines.code(two.noor, two.noors)
    let known = try TwoMachines.progress(two.noor)
    return [JoiningProgress(), start, joiner, opened, known, known.ended, start.ended.ended]
  }

  @Test func `comes back as it was written`() throws {
    for progress in try samples() {
      #expect(try JoiningProgress(progress.encode(), file: "state") == progress)
    }
  }

  @Test func `keeps the last invitations that are over, each once`() throws {
    let progress = try samples()[1]
    var many = JoiningProgress()
    for _ in 0..<3 {
      guard let part = progress.part else { return }
      many = many.with(part).ended
    }
    #expect(many.over.count == 1)
  }

  @Test func `is refused where a byte of it cannot be`() throws {
    for progress in try samples() where progress.part != nil {
      let bytes = progress.encode()
      for at in 0..<8 {
        var changed = bytes
        changed[at] ^= 4
        #expect(throws: VaultError.self) { try JoiningProgress(changed, file: "state") }
      }
      #expect(throws: VaultError.self) { try JoiningProgress(bytes + [0], file: "state") }
      #expect(throws: VaultError.self) {
        try JoiningProgress(Array(bytes.dropLast()), file: "state")
      }
    }
  }
}
