import FoundationEssentials
import Glibc
import Testing

@testable import Vault

@Suite struct `A shared folder full of rubbish` {
  /// Files that begin as the published segment of a log does, and go on with nonsense.
  private func fill(_ device: Device, _ log: LogPlace, _ count: Int) throws {
    let copy = device.copy(of: log)
    let header = try TestVault.read(copy).prefix(SegmentHeader.length)
    for number in 0..<count {
      var rest = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 512)
      rest[0] = UInt8(truncatingIfNeeded: number >> 8)
      rest[1] = 1  // Else one of them is all zeros, as an unfinished cell may be.
      try TestVault.write(header + rest, to: "\(Storage.parent(of: copy))/a\(number)")
    }
  }

  @Test func `holds no command up, and sync reads on to what is good`() throws {
    try TwoDevices.run { pair in
      try pair.noor.write("from Noor")
      let log = try pair.noor.log(of: pair.noor.person)
      try TwoDevices.carry(pair.noor, pair.ada)
      try fill(pair.ada, log, 300)
      let copy = pair.ada.copy(of: log)
      try #require(rename(copy, "\(Storage.parent(of: copy))/z") == 0)
      let passing = try pair.ada.open().exchange(.quick)
      #expect(passing.damaged > 0 && passing.damaged <= 65 && passing.isCut)
      #expect(try pair.ada.texts().isEmpty)
      let report = try pair.ada.sync()
      #expect(report.damaged == 300 && report.collected == 1)
      #expect(try pair.ada.texts() == ["from Noor"])
      #expect(report.kept == 256 && report.turnedAway == 44)
    }
  }

  @Test func `keeps what lies where it belongs, and other logs, from no command`() throws {
    try TwoDevices.run { pair in
      try pair.ada.write("from Ada")
      try pair.noor.write("from Noor")
      try TwoDevices.carry(pair.noor, pair.ada)
      try fill(pair.ada, pair.ada.log(of: pair.ada.person), 200)
      try fill(pair.ada, pair.noor.log(of: pair.noor.person), 200)
      let report = try pair.ada.open().exchange(.quick)
      #expect(report.collected == 1 && report.damaged < 80)
      #expect(try pair.ada.texts() == ["from Ada", "from Noor"])
    }
  }

  @Test func `does not take the place of what this device held in quarantine`() throws {
    try TwoDevices.run { pair in
      try pair.ada.write("one")
      try pair.ada.sync()
      let log = try pair.ada.log(of: pair.ada.person)
      try fill(pair.ada, log, 300)
      try pair.ada.sync()
      let quarantine = "\(pair.ada.places.vault)/quarantine"
      #expect(try Storage.names(in: quarantine).count == 256)
      let whole = try TestVault.read(log.path(of: 0))
      var bytes = whole
      bytes[700] ^= 1
      try TestVault.write(bytes, to: log.path(of: 0))
      #expect(try pair.ada.sync().quarantined == 1)
      #expect(try TestVault.read(log.path(of: 0)) == whole)
      let held = try Storage.names(in: quarantine).filter { $0.hasPrefix("held-") }
      try #require(held.count == 1)
      #expect(try TestVault.read("\(quarantine)/\(held[0])") == bytes)
    }
  }

  @Test func `where something else stands as partners is there, and mended otherwise`() throws {
    try TwoDevices.run { pair in
      try pair.ada.write("one")
      try pair.ada.sync()
      let copy = pair.ada.copy(of: try pair.ada.log(of: pair.ada.person))
      try removeFile(copy)
      let partners = "\(pair.ada.shared)/partners"
      try FileManager.default.removeItem(atPath: partners)
      try #require(symlink("/tmp", partners) == 0)
      let report = try pair.ada.sync()
      #expect(report.unreachable.isEmpty)
      #expect(report.unintroduced.map(\.role) == [.shared])
      #expect(try Storage.exists(copy))
    }
  }
}
