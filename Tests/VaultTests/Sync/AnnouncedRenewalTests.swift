import FoundationEssentials
import Sodium
import Testing

@testable import Vault

/// What a partner's device knows of a renewal before it has accepted the new identity.
@Suite struct `A renewal that waits` {
  private func place(_ renewal: Renewal, of partner: PartnerID) -> String {
    "\(renewal.noor.shared)/partners/\(AnnouncedRenewal.name(partner))"
  }

  private func invite(_ renewal: Renewal) throws {
    try renewal.ada.open().invite(through: renewal.ada.shared)
    try TwoDevices.carry(renewal.ada, renewal.noor)
  }

  @Test func `is told with the invitation, and not before`() throws {
    try Renewal.run { renewal in
      try TwoDevices.settle(renewal.ada, renewal.noor)
      #expect(try !renewal.noor.open().isPartnerRenewed)
      try invite(renewal)
      // Looking changes nothing.
      #expect(try renewal.noor.open().exchange(.looking).hasHeardOfRenewal)
      #expect(try !renewal.noor.open().isPartnerRenewed)
      #expect(try renewal.noor.open().exchange(.quick).hasHeardOfRenewal)
      #expect(try renewal.noor.open().isPartnerRenewed)
    }
  }

  @Test func `is told once in passing, and known until the new identity is accepted`() throws {
    try Renewal.run { renewal in
      try invite(renewal)
      try renewal.noor.sync()
      try removeFile(place(renewal, of: renewal.thief.person.partner))
      #expect(try !renewal.noor.sync().hasHeardOfRenewal)
      #expect(try renewal.noor.open().isPartnerRenewed)
      try renewal.noor.write("still kept")
      #expect(try renewal.noor.open().isPartnerRenewed)
      try renewal.join()
      #expect(try !renewal.noor.open().isPartnerRenewed)
      try TwoDevices.settle(renewal.ada, renewal.noor)
      #expect(try !renewal.noor.sync().hasHeardOfRenewal)
      #expect(try !renewal.ada.open().isPartnerRenewed)
    }
  }

  @Test func `is told to whoever is invited by the other, too`() throws {
    try Renewal.run { renewal in
      try renewal.noor.open().invite(through: renewal.noor.shared)
      try TwoDevices.carry(renewal.noor, renewal.ada)
      try renewal.ada.open().answerInvitation(in: renewal.ada.shared)
      try TwoDevices.carry(renewal.ada, renewal.noor)
      #expect(try renewal.noor.open().exchange(.quick).hasHeardOfRenewal)
    }
  }

  @Test func `is nobody's to tell but the old identity's, byte for byte`() throws {
    try Renewal.run { renewal in
      try invite(renewal)
      let old = renewal.thief.person.partner
      let told = try TestVault.read(place(renewal, of: old))
      #expect(told.count == Ending.fixedLength)
      let stranger = try Identity(
        secret: SecretBytes(copying: [UInt8](repeating: 7, count: 32)), name: "Ada")
      let reader = try #require(try renewal.thief.state().pins.last).keys
      let other = try Ending(
        of: stranger, for: stranger.partner, to: reader, LogEnds(), renewal.noor.vault, .seeded([3])
      ).encode()
      var foreign = [old.bytes + other.dropFirst(32), [], Array(told.dropLast()), told + [0]]
      for place in told.indices {
        var changed = told
        changed[place] ^= 1
        foreign.append(changed)
      }
      for bytes in foreign {
        try TestVault.write(bytes, to: place(renewal, of: old))
        #expect(try !renewal.noor.open().exchange(.quick).hasHeardOfRenewal)
      }
      #expect(try !renewal.noor.open().isPartnerRenewed)
      try TestVault.write(told, to: place(renewal, of: old))
      #expect(try renewal.noor.open().exchange(.quick).hasHeardOfRenewal)
    }
  }

  @Test func `is told of each identity that the other may hold to`() throws {
    try Renewal.run { renewal in
      try renewal.join()
      try renewal.renewAgain()
      try invite(renewal)
      let names = try Storage.names(in: "\(renewal.noor.shared)/partners")
      // Of the first identity and of the second; each is for Noor, and she holds to the second.
      #expect(names.filter { $0.hasSuffix(".renewed") }.count == 2)
      #expect(try renewal.noor.open().exchange(.quick).hasHeardOfRenewal)
    }
  }

  @Test func `and its ending are no entry that anybody wrote`() throws {
    try Renewal.run { renewal in
      try renewal.join()
      for device in [renewal.ada, renewal.noor] {
        let report = try #require(
          try device.open().verify(.diary).first {
            $0.author == renewal.ada.person.partner && $0.audience == .shared
          })
        #expect(report.nextIndex == 1 && report.entries == 0 && report.lastEntered == nil)
      }
      try renewal.ada.open().append(draft("anew", .shared, at: 44))
      let report = try #require(
        try renewal.ada.open().verify(.diary).first {
          $0.author == renewal.ada.person.partner && $0.audience == .shared
        })
      #expect(report.nextIndex == 2 && report.entries == 1 && report.lastEntered == 44)
      let before = try renewal.ada.open().verifyFormer().reports.map(\.entries)
      #expect(before.sorted() == [1, 1, 2])
      let vault = try renewal.ada.open()
      let gone = try #require(try vault.all().first { $0.text == "one" }).fields.id
      try vault.forget([gone], at: RecordTime(entered: 10, zone: 0, today: 1))
      let after = try renewal.ada.open().verifyFormer().reports.map(\.entries)
      #expect(after.sorted() == [1, 1, 1])
    }
  }

  @Test func `on both sides leaves what lies between untold, and says so`() throws {
    try Renewal.run { renewal in
      #expect(try !renewal.ada.open().holdsUntoldEnds())
      try renewal.renewBoth()
      for device in [renewal.ada, renewal.noor] {
        let vault = try device.open()
        #expect(try vault.holdsUntoldEnds())
        let untold = try vault.verifyFormer().reports.filter(\.isEndUntold)
        #expect(untold.count == 1 && untold.allSatisfy { $0.author != vault.partner })
        #expect(try vault.verify(nil).allSatisfy { !$0.isEndUntold })
      }
    }
  }

  @Test func `on one side leaves nothing untold`() throws {
    try Renewal.run { renewal in
      try renewal.join()
      for device in [renewal.ada, renewal.noor] {
        #expect(try !device.open().holdsUntoldEnds())
        #expect(try device.open().verifyFormer().reports.allSatisfy { !$0.isEndUntold })
      }
    }
  }
}
