import FoundationEssentials
import Sodium
import Testing

@testable import Vault

/// What whoever has the old identity can do once it was renewed: nothing that counts.
@Suite struct `After a renewal` {
  private let both = ["hers", "one", "two"]

  private func forget(_ text: String, _ device: Device) throws {
    let vault = try device.open()
    let record = try #require(try vault.all().first { $0.text == text })
    try vault.forget([record.fields.id], at: RecordTime(entered: 10, zone: 0, today: 1))
  }

  private func expectNothingNew(_ renewal: Renewal, _ mine: [String]? = nil) throws {
    #expect(try renewal.ada.texts() == (mine ?? ["alone"] + both))
    #expect(try renewal.noor.texts() == both)
    for device in [renewal.ada, renewal.noor] {
      #expect(try renewal.verdicts(device) == [.complete], "\(device.name)")
      #expect(try !renewal.tellsOfMore(device))
    }
  }

  @Test func `nothing is taken that is written as who one was, and both are told`() throws {
    try Renewal.run { renewal in
      try renewal.join()
      try renewal.thief.write("forged")
      try renewal.thief.write("forged yes", .shared, .consent)
      let found = try renewal.arrive()
      for report in [found.ada, found.noor] {
        #expect(report.restored.isEmpty && report.forked.isEmpty && report.collected == 0)
        #expect(report.kept > 0)
      }
      let log = try renewal.thief.logs(of: renewal.thief.person).map(\.id)
      #expect(Set(found.ada.goneOn) == Set(log) && found.ada.goneOnByPartner.isEmpty)
      #expect(Set(found.noor.goneOnByPartner) == Set(log) && found.noor.goneOn.isEmpty)
      try expectNothingNew(renewal)
      // What it was is there for whoever wants to know.
      #expect(try !Storage.names(in: "\(renewal.ada.places.vault)/quarantine").isEmpty)
      // And the two go on.
      try renewal.ada.write("anew")
      try TwoDevices.settle(renewal.ada, renewal.noor)
      #expect(try renewal.noor.texts() == ["anew"] + both)
    }
  }

  @Test func `nothing is erased by who one was`() throws {
    try Renewal.run { renewal in
      try renewal.join()
      try forget("one", renewal.thief)
      try renewal.arrive()
      try expectNothingNew(renewal)
    }
  }

  @Test func `a new log of who one was holds nothing`() throws {
    try Renewal.run { renewal in
      try renewal.join()
      for audience in Audience.allCases {
        try renewal.thief.open().leaveLog(.diary, audience)
        try renewal.thief.write("forged", audience)
      }
      let own = try renewal.thief.logs(of: renewal.thief.person, .private)
      for log in own {
        // It was never a private log of hers that lies there.
        for number in try log.segments() {
          try TestVault.write(
            TestVault.read(log.path(of: number)), to: renewal.thief.copy(of: log, number))
        }
      }
      let found = try renewal.arrive()
      #expect(found.ada.holdsPrivate)  // One of those is, and was.
      try expectNothingNew(renewal)
    }
  }

  @Test func `another ending written by who one was is no fork`() throws {
    try Renewal.run(
      before: { pair in
        try pair.ada.write("one")
        try pair.noor.write("hers")
        try pair.ada.write("alone", .private)
        try TwoDevices.settle(pair.ada, pair.noor)
      },
      between: { pair, _ in
        try pair.ada.write("two")
        try TwoDevices.settle(pair.ada, pair.noor)
      }
    ) { renewal in
      try renewal.join()
      // The copy was made before "two": what stands in its place is another record of that index.
      try removeFile(renewal.thief.copy(of: renewal.thief.log(of: renewal.thief.person)))
      try renewal.thief.write("other")
      try renewal.thief.write("and more")
      let found = try renewal.arrive()
      #expect(found.ada.forked.isEmpty && found.noor.forked.isEmpty)
      try expectNothingNew(renewal)
    }
  }

  @Test func `what a partner had taken before is shown no more, and what it erased is back`()
    throws
  {
    try Renewal.run { renewal in
      // Noor does not know yet; nobody could.
      try renewal.thief.write("forged")
      try forget("one", renewal.thief)
      try renewal.arrive()
      #expect(try renewal.ada.texts() == ["alone"] + both)
      #expect(try renewal.noor.texts() == ["forged", "hers", "two"])
      try renewal.ada.sync()
      try renewal.join()
      try TwoDevices.settle(renewal.ada, renewal.noor)
      #expect(try renewal.noor.texts() == both)
      #expect(try renewal.verdicts(renewal.noor) == [.complete])
      #expect(try renewal.tellsOfMore(renewal.noor))
    }
  }

  @Test func `of two endings that a partner had taken the right one stays`() throws {
    try Renewal.run(
      before: { pair in
        try pair.ada.write("one")
        try pair.noor.write("hers")
        try TwoDevices.settle(pair.ada, pair.noor)
      },
      between: { pair, thief in
        try removeFile(thief.copy(of: thief.log(of: thief.person)))
        try pair.ada.write("two")
        try pair.ada.sync()
        try thief.write("other")
        try thief.write("and more")
        try thief.sync()
        try TwoDevices.carry(thief, pair.noor)
        try pair.noor.sync()
        #expect(try pair.noor.texts() == ["and more", "hers", "one", "other"])
      }
    ) { renewal in
      try renewal.join()
      #expect(try renewal.noor.texts() == both)
      #expect(try renewal.verdicts(renewal.noor) == [.complete])
      #expect(try renewal.tellsOfMore(renewal.noor))
    }
  }

  @Test func `what another own device wrote meanwhile is kept aside until it has the identity`()
    throws
  {
    try Renewal.run(between: { pair, _ in
      try pair.ada.open().link(.own, made("\(pair.root)/between"))
      try pair.ada.sync()
    }) { renewal in
      let own = "\(renewal.pair.root)/between"
      let second = try renewal.pair.second()
      try second.open().link(.own, own)
      try second.sync()
      try second.write("from the other", .private)
      try second.write("for both, from the other")
      try second.sync()
      let found = try renewal.ada.sync()
      #expect(found.goneOn.count == 2 && found.hasNewlyGoneOn && found.restored.isEmpty)
      #expect(try renewal.ada.texts() == ["alone"] + both)
      // Told once in passing, and whenever somebody asks.
      #expect(try renewal.ada.open().exchange(.quick).hasNewlyGoneOn == false)
      #expect(try renewal.ada.sync().goneOn.count == 2)
      let brought = try renewal.bring(to: second)
      let all = ["alone", "for both, from the other", "from the other"] + both
      // What Noor has shared lies in another folder.
      #expect(try brought.texts() == all.filter { $0 != "hers" })
      try brought.sync()
      try renewal.ada.sync()
      try renewal.ada.sync()
      #expect(try renewal.ada.texts() == all)
      #expect(try renewal.ada.sync().goneOn.isEmpty)
      try TwoDevices.carry(second, renewal.ada)
      try renewal.join()
      #expect(try renewal.noor.texts() == ["for both, from the other"] + both)
    }
  }

  private func made(_ folder: String) throws -> String {
    try Storage.createFolder(folder)
    return folder
  }

  @Test func `what is forgotten afterwards is forgotten for both`() throws {
    try Renewal.run { renewal in
      try renewal.join()
      try forget("one", renewal.ada)
      try forget("alone", renewal.ada)
      try TwoDevices.settle(renewal.ada, renewal.noor)
      #expect(try renewal.ada.texts() == ["hers", "two"])
      #expect(try renewal.noor.texts() == ["hers", "two"])
      for device in [renewal.ada, renewal.noor] {
        #expect(try renewal.verdicts(device) == [.complete])
      }
      try forget("two", renewal.thief)
      try renewal.arrive()
      #expect(try renewal.ada.texts() == ["hers", "two"])
      #expect(try renewal.noor.texts() == ["hers", "two"])
    }
  }

  @Test func `a second renewal holds what the first has sealed`() throws {
    try Renewal.run { renewal in
      try renewal.join()
      try renewal.ada.write("between")
      try TwoDevices.settle(renewal.ada, renewal.noor)
      try renewal.renewAgain()
      try renewal.join()
      try renewal.thief.write("forged")
      try renewal.arrive()
      #expect(try renewal.ada.texts() == ["alone", "between"] + both)
      #expect(try renewal.noor.texts() == ["between"] + both)
      #expect(try renewal.verdicts(renewal.ada) == [.complete])
      #expect(try renewal.verdicts(renewal.noor) == [.complete])
    }
  }

  @Test func `nobody is trusted on the word of who one was`() throws {
    try Renewal.run(between: { pair, thief in
      for device in [pair.ada, thief] {
        try device.open().link(.own, made("\(pair.root)/between \(device.name)"))
      }
    }) { renewal in
      let stranger = try Identity(
        secret: SecretBytes(copying: [UInt8](repeating: 7, count: 32)), name: "Noor")
      let record = try PinRecord.seal(
        renewal.thief.state().pins + [PinnedPartner(stranger)], renewal.ada.vault,
        as: renewal.thief.identity(), .seeded([9]))
      let name = PinRecord.name(renewal.thief.person.partner)
      try TestVault.write(record, to: "\(renewal.pair.root)/between a/partners/\(name)")
      #expect(try renewal.ada.sync().pinned == 0)
      #expect(try renewal.ada.open().name(of: stranger.partner) == nil)
    }
  }

  @Test func `an ending is believed only where the old identity says that it is the new one`()
    throws
  {
    let template = try TestVault.Template.shared.get()
    func identity(_ byte: UInt8) throws -> Identity {
      try Identity(secret: SecretBytes(copying: [UInt8](repeating: byte, count: 32)), name: "A")
    }
    let old = try identity(1)
    let new = try identity(2)
    let other = try identity(3)
    let reader = try identity(4)
    let keys = ReadingKeys(
      identity: try identity(4), places: TestVault.places(under: "/nowhere"),
      vault: template.vault, pinned: [try PinnedPartner(old), try PinnedPartner(new)])
    func ending(
      _ earlier: borrowing Identity, _ next: PartnerID, vault: VaultID = template.vault
    ) throws -> Ending {
      let made = try Ending(
        of: earlier, for: next, to: PinnedPartner(reader).keys,
        LogEnds([Head(log: LogID(value: 5), index: 1, chain: [UInt8](repeating: 6, count: 32))]),
        vault, .seeded([3]))
      return try Ending(made.encode(), file: "test")
    }
    #expect(try ending(old, new.partner).isProved(by: new.partner, to: keys))
    #expect(try !ending(old, new.partner).isProved(by: other.partner, to: keys))
    #expect(try !ending(old, other.partner).isProved(by: new.partner, to: keys))
    #expect(try !ending(other, new.partner).isProved(by: new.partner, to: keys))
    #expect(try !ending(new, new.partner).isProved(by: new.partner, to: keys))
    #expect(
      try !ending(old, new.partner, vault: VaultID(value: 9)).isProved(by: new.partner, to: keys))
    let bytes = try ending(old, new.partner).encode()
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= 1
      guard let read = try? Ending(changed, file: "test") else { continue }
      #expect(place >= Ending.fixedLength || !read.isProved(by: new.partner, to: keys), "\(place)")
    }
    for count in 0..<bytes.count {
      #expect(throws: VaultError.self) { try Ending(Array(bytes.prefix(count)), file: "test") }
    }
  }
}
