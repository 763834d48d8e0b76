import FoundationEssentials
import Sodium
import Testing

@testable import Vault

@Suite struct `A device that was brought back` {
  private func home(_ device: Device) throws -> [String: [UInt8]] {
    try tree(device.root).files.filter { !$0.key.hasPrefix("shared/") }
  }

  private func putBack(_ files: [String: [UInt8]], _ device: Device) throws {
    for path in try home(device).keys where files[path] == nil {
      try removeFile("\(device.root)/\(path)")
    }
    for (path, bytes) in files { try TestVault.write(bytes, to: "\(device.root)/\(path)") }
  }

  @Test(arguments: [1, 2])
  func `takes back what it had put out, and writes to a new log`(_ forgotten: Int) throws {
    try TwoDevices.run { pair in
      try pair.ada.write("one")
      let backup = try home(pair.ada)
      for number in 0..<forgotten { try pair.ada.write("later \(number)") }
      try putBack(backup, pair.ada)
      #expect(try pair.ada.texts() == ["one"])
      let report = try pair.ada.open().exchange(.quick)
      #expect(report.restored.count == 1 && report.forked.isEmpty)
      #expect(try pair.ada.texts().count == 1 + forgotten)
      try pair.ada.write("anew")
      #expect(try pair.ada.logs(of: pair.ada.person).count == 2)
      #expect(try pair.ada.open().exchange(.quick).restored.isEmpty)
      try TwoDevices.settle(pair.ada, pair.noor)
      #expect(try pair.noor.texts() == pair.ada.texts())
      for device in [pair.ada, pair.noor] {
        #expect(try device.verdicts().values.allSatisfy { $0 == .complete })
      }
    }
  }

  /// Ada forgot "two", and wrote "other" in its place before she looked into the folder.
  private func forked(_ body: (TwoDevices, LogID) throws -> Void) throws {
    try TwoDevices.run { pair in
      try pair.ada.write("one")
      let backup = try home(pair.ada)
      try pair.ada.write("two")
      let log = try pair.ada.log(of: pair.ada.person).id
      try TwoDevices.carry(pair.ada, pair.noor)
      try pair.noor.sync()
      try putBack(backup, pair.ada)
      try FileManager.default.moveItem(atPath: pair.ada.shared, toPath: "\(pair.root)/away")
      try pair.ada.write("other")
      try FileManager.default.moveItem(atPath: "\(pair.root)/away", toPath: pair.ada.shared)
      let report = try pair.ada.sync()
      #expect(report.forked == [log] && report.restored == [log])
      try pair.ada.write("anew")
      try TwoDevices.settle(pair.ada, pair.noor)
      try body(pair, log)
    }
  }

  @Test func `loses neither ending where it wrote on, and both partners are told`() throws {
    try forked { pair, log in
      for device in [pair.ada, pair.noor] {
        #expect(try device.texts() == ["anew", "one", "other", "two"])
        #expect(try device.verdicts()[log] == .forked)
        let report = try #require(try device.open().verify(nil).first { $0.log == log })
        #expect(report.isForkedHere && report.firstDoubt == 1)
      }
      // Neither overwrites what the other has put out, however often they look.
      let before = try pair.ada.folder()
      for _ in 0..<2 { try TwoDevices.settle(pair.ada, pair.noor) }
      #expect(try pair.ada.folder() == before)
    }
  }

  @Test func `has both endings in a backup, and when that comes back`() throws {
    try forked { pair, log in
      let folder = "\(pair.root)/backup"
      let outcome = try pair.ada.open().backUp(to: folder)
      #expect(!outcome.isSound)
      let places = TestVault.places(under: "\(pair.root)/home")
      _ = try RestoringBackup(from: folder, at: places).carryOut(
        passphrase(pair.ada.person.passphrase), strength: .least(seed: [1]), time: 1)
      let back = try OpenVault(places, as: pair.ada.identity(), randomness: .seeded([2]))
      #expect(try back.texts().sorted() == ["anew", "one", "other", "two"])
      #expect(try back.verdict(on: log) == .forked)
      let sides = { (places: Places) in
        try tree(places.vault).files.filter { $0.key.hasSuffix(".branch") }
      }
      #expect(try !sides(places).isEmpty && sides(places) == sides(pair.ada.places))
    }
  }

  @Test func `can close the log that has two endings`() throws {
    try forked { pair, log in
      #expect(throws: VaultError.nothingToClose) {
        try pair.noor.open().close(log, entered: 9, zone: 0, about: 0)
      }
      try pair.ada.open().close(log, entered: 9, zone: 0, about: 0)
      try TwoDevices.settle(pair.ada, pair.noor)
      for device in [pair.ada, pair.noor] {
        #expect(try device.verdicts().values.allSatisfy { $0 == .complete })
        #expect(try device.texts() == ["anew", "one", "other", "two"])
      }
      #expect(throws: VaultError.nothingToClose) {
        try pair.ada.open().close(log, entered: 10, zone: 0, about: 0)
      }
    }
  }

  @Test func `gives every ending of a log of consent to whoever judges`() throws {
    try TwoDevices.run { pair in
      try pair.ada.write("yes", .shared, .consent)
      let backup = try home(pair.ada)
      try pair.ada.write("no", .shared, .consent)
      try TwoDevices.carry(pair.ada, pair.noor)
      try pair.noor.sync()
      try putBack(backup, pair.ada)
      try removeFile(pair.ada.copy(of: try pair.ada.log(of: pair.ada.person)))
      try pair.ada.write("yes again", .shared, .consent)
      try TwoDevices.settle(pair.ada, pair.noor)
      for device in [pair.ada, pair.noor] {
        let reports = try device.open().verify(.consent, keepingRecords: true)
        #expect(reports.map(\.verdict) == [.forked])
        #expect(
          Set(reports.flatMap(\.records).map(\.record.text)) == ["yes", "no", "yes again"])
      }
    }
  }

  @Test func `gets its other ending back from its partner, however many segments it has`() throws {
    try TwoDevices.run { pair in
      let long = String(repeating: ".", count: 150_000)
      try pair.ada.write("one")
      let backup = try home(pair.ada)
      for number in 0..<4 { try pair.ada.write("later \(number)\(long)") }
      let log = try pair.ada.log(of: pair.ada.person)
      let lost = try log.segments()
      #expect(lost.count > 2)
      try TwoDevices.carry(pair.ada, pair.noor)
      try pair.noor.sync()
      // Nothing is left of it where both meet.
      for device in [pair.ada, pair.noor] {
        for number in lost { try removeFile(device.copy(of: log, number)) }
      }
      try putBack(backup, pair.ada)
      try pair.ada.write("other")
      try TwoDevices.settle(pair.ada, pair.noor)
      for device in [pair.ada, pair.noor] {
        #expect(
          try device.texts().map { $0.filter { $0 != "." } }
            == ["later 0", "later 1", "later 2", "later 3", "one", "other"])
        #expect(try device.verdicts()[log.id] == .forked)
      }
      let before = try pair.noor.folder()
      try TwoDevices.settle(pair.ada, pair.noor)
      #expect(try pair.noor.folder() == before)
    }
  }

  @Test func `leaves no copy of what it forgot on the other side of a fork`() throws {
    try TwoDevices.run { pair in
      let text = try pair.ada.write("one")
      let backup = try home(pair.ada)
      try pair.ada.write("two")
      let log = try pair.ada.log(of: pair.ada.person)
      try TwoDevices.carry(pair.ada, pair.noor)
      try pair.noor.sync()
      try putBack(backup, pair.ada)
      try removeFile(pair.ada.copy(of: log))
      try pair.ada.write("other")
      try TwoDevices.carry(pair.ada, pair.noor)
      try pair.noor.sync()
      try TwoDevices.carry(pair.noor, pair.ada)
      // She has not looked into the folder yet, and writes on.
      try pair.ada.open().forget([text], at: RecordTime(entered: 9, zone: 0, today: 0))
      try TwoDevices.settle(pair.ada, pair.noor)
      for device in [pair.ada, pair.noor] {
        #expect(try device.texts() == ["other", "two"])
        let copies = try device.folder().filter { $0.key.hasSuffix(".branch") }
        #expect(!copies.isEmpty)
        for bytes in copies.values {
          let reading = try SegmentReading(bytes, 0, of: log, with: device.keys())
          #expect(reading.spans.first?.isTombstone == true)
        }
      }
    }
  }

  @Test func `and another of the same partner meet in a folder of their own`() throws {
    try TwoDevices.run { pair in
      let second = try pair.second()
      for device in [pair.ada, second] {
        try Storage.createFolder(device.own)
        try device.open().link(.own, device.own)
      }
      // The second device does not know the partner yet.
      var state = try second.state()
      state.pins = []
      try StateFile(second.places, second.vault, second.person.partner).write(
        &state, with: second.identity(), .seeded([1]))
      try pair.ada.write("mine", .private)
      try pair.ada.write("ours")
      try pair.ada.sync()
      for (path, bytes) in try tree(pair.ada.own).files {
        try TestVault.write(bytes, to: "\(second.own)/\(path)")
      }
      let report = try second.sync()
      #expect(report.pinned == 1)
      #expect(try second.texts() == ["mine", "ours"])
      #expect(try second.open().other?.name == "Noor")
      try second.write("from here", .private)
      for (path, bytes) in try tree(second.own).files {
        try TestVault.write(bytes, to: "\(pair.ada.own)/\(path)")
      }
      try pair.ada.sync()
      #expect(try pair.ada.texts() == ["from here", "mine", "ours"])
      #expect(try pair.ada.folder().keys.allSatisfy { !$0.contains("private") })
    }
  }

  @Test func `says so when private logs turn up in the folder that both see`() throws {
    try TwoDevices.run { pair in
      try pair.ada.write("mine", .private)
      let log = try pair.ada.log(of: pair.ada.person, .private)
      try TestVault.write(try TestVault.read(log.path(of: 0)), to: "\(pair.ada.shared)/logs/x")
      #expect(try pair.ada.sync().holdsPrivate)
      try TwoDevices.carry(pair.ada, pair.noor)
      let report = try pair.noor.sync()
      #expect(!report.holdsPrivate && report.collected == 0)
      #expect(try pair.noor.texts().isEmpty)
    }
  }
}
