import FoundationEssentials
import Glibc
import Testing

@testable import Vault

@Suite struct `A shared folder` {
  @Test func `carries what is shared both ways, and nothing that is private`() throws {
    try TwoDevices.run { pair in
      try pair.ada.write("for both")
      try pair.ada.write("for Ada alone", .private)
      try pair.noor.write("from Noor")
      try pair.noor.write("agreed", .shared, .consent)
      try TwoDevices.settle(pair.ada, pair.noor)
      #expect(try pair.ada.texts() == ["agreed", "for Ada alone", "for both", "from Noor"])
      #expect(try pair.noor.texts() == ["agreed", "for both", "from Noor"])
      let names = try pair.ada.folder().keys
      #expect(names.allSatisfy { !$0.contains("private") && !$0.contains("state") })
      #expect(names.count == 5)  // Two public identities, three logs of one segment.
      let verdicts = Array(try pair.ada.verdicts().values) + Array(try pair.noor.verdicts().values)
      #expect(verdicts.allSatisfy { $0 == .complete })
    }
  }

  @Test func `is brought up to date by every append`() throws {
    try TwoDevices.run { pair in
      for number in 0..<3 {
        try pair.ada.write("\(number)")
        let log = try pair.ada.log(of: pair.ada.person)
        #expect(try TestVault.read(pair.ada.copy(of: log)) == TestVault.read(log.path(of: 0)))
      }
    }
  }

  /// Engines compare times by the second, on a stick by two: docs/decisions/0044.
  @Test func `dates every newer copy later by whole seconds`() throws {
    try TwoDevices.run { pair in
      var dates: [Int] = []
      for number in 0..<4 {
        try pair.ada.write("\(number)")
        var facts = stat()
        let copy = pair.ada.copy(of: try pair.ada.log(of: pair.ada.person))
        try #require(stat(copy, &facts) == 0)
        dates.append(facts.st_mtim.tv_sec)
      }
      #expect(zip(dates, dates.dropFirst()).allSatisfy { $1 >= $0 + 2 })
    }
  }

  @Test(arguments: [false, true])
  func `holds nothing that takes the place of what does not read just now`(_ isNewer: Bool) throws {
    try TwoDevices.run { pair in
      try pair.noor.write("one")
      try TwoDevices.settle(pair.ada, pair.noor)
      let early = try pair.noor.folder()
      try pair.noor.write("two")
      try TwoDevices.settle(pair.ada, pair.noor)
      let log = try pair.ada.log(of: pair.noor.person)
      let held = try TestVault.read(log.path(of: 0))
      // A name that leads in a circle, or what a newer version made.
      try removeFile(log.path(of: 0))
      if isNewer {
        var newer = held
        newer[8] = 9
        try TestVault.write(newer, to: log.path(of: 0))
      } else {
        try symlinked(log.path(of: 0), log.path(of: 0))
      }
      try pair.ada.receive(early)
      let report = try pair.ada.sync()
      #expect(report.untaken == 1 && report.collected == 0)
      try removeFile(log.path(of: 0))
      try TestVault.write(held, to: log.path(of: 0))
      #expect(try pair.ada.sync().untaken == 0)
      #expect(try TestVault.read(log.path(of: 0)) == held)
      #expect(try pair.ada.texts() == ["one", "two"])
    }
  }

  @Test func `that is not there keeps nothing from being written`() throws {
    try TwoDevices.run { pair in
      try FileManager.default.moveItem(atPath: pair.ada.shared, toPath: "\(pair.ada.shared).away")
      let vault = try pair.ada.open()
      var told = 0
      vault.whenUnreachable = { _ in told += 1 }
      try vault.append(draft("one", .shared))
      try vault.append(draft("two", .shared))
      try vault.append(draft("mine", .private))
      #expect(told == 1)
      #expect(try pair.ada.sync().unreachable.map(\.role) == [.shared])
      try FileManager.default.moveItem(atPath: "\(pair.ada.shared).away", toPath: pair.ada.shared)
      #expect(try pair.ada.sync().published > 0)
      try TwoDevices.carry(pair.ada, pair.noor)
      try pair.noor.sync()
      #expect(try pair.noor.texts() == ["one", "two"])
    }
  }

  @Test(arguments: ["deleted", "emptied", "cut", "changed", "overwritten", "a folder", "a link"])
  func `where a copy was harmed is mended, and no master is touched`(_ harm: String) throws {
    try TwoDevices.run { pair in
      try pair.ada.write("one")
      try pair.ada.write("two")
      try pair.ada.sync()
      let log = try pair.ada.log(of: pair.ada.person)
      let (path, master) = (pair.ada.copy(of: log), try TestVault.read(log.path(of: 0)))
      var bytes = try TestVault.read(path)
      switch harm {
      case "deleted": try removeFile(path)
      case "emptied": try TestVault.write([], to: path)
      case "cut": try TestVault.write(Array(bytes.prefix(1_100)), to: path)
      case "changed":
        bytes[1_200] ^= 1
        try TestVault.write(bytes, to: path)
      case "overwritten": try TestVault.write(Array("something else".utf8), to: path)
      case "a folder":
        try removeFile(path)
        try #require(mkdir(path, 0o700) == 0)
      default:
        try removeFile(path)
        try #require(symlink(log.path(of: 0), path) == 0)
      }
      let report = try pair.ada.sync()
      #expect(try TestVault.read(log.path(of: 0)) == master)
      if harm == "a folder" {
        #expect(report.refused == 1)
        return
      }
      #expect(try TestVault.read(path) == master)
      let kept = try Storage.names(in: "\(pair.ada.places.vault)/quarantine")
      #expect(kept.count == (["changed", "overwritten"].contains(harm) ? 1 : 0))
      #expect(try pair.ada.verdicts().values.allSatisfy { $0 == .complete })
    }
  }

  @Test(arguments: [
    "0.sync-conflict-20261122-101500-ABCDEFG.segment", "0 (conflicted copy).segment", "renamed",
    "17.segment", ".hidden",
  ])
  func `gives up what it holds under any name`(_ name: String) throws {
    try TwoDevices.run { pair in
      try pair.ada.write("one")
      let log = try pair.ada.log(of: pair.ada.person)
      try TwoDevices.carry(pair.ada, pair.noor)
      let path = pair.noor.copy(of: log)
      try #require(rename(path, "\(Storage.parent(of: path))/\(name)") == 0)
      #expect(try pair.noor.sync().collected == 1)
      #expect(try pair.noor.texts() == ["one"])
      #expect(try pair.noor.sync().collected == 0)
    }
  }

  @Test func `may bring segments in any order, twice and in parts`() throws {
    try TwoDevices.run { pair in
      for number in 0..<4 { try pair.ada.open().append(draft(bytes: 200_000 + number, .shared)) }
      let log = try pair.ada.log(of: pair.ada.person)
      #expect(try log.segments() == [0, 1, 2, 3])
      let files = try pair.ada.folder()
      func bytes(_ number: UInt32) throws -> [UInt8] {
        try #require(files[log.name(of: number)])
      }
      try pair.noor.receive([log.name(of: 2): bytes(2), log.name(of: 3): bytes(3)])
      let early = try pair.noor.sync()
      #expect(early.collected == 0 && early.waiting == 2)
      try pair.noor.receive([log.name(of: 0): Array(bytes(0).prefix(90_000))])
      #expect(try pair.noor.sync().collected == 0)
      try pair.noor.receive([log.name(of: 0): bytes(0), "logs/again": bytes(0)])
      #expect(try pair.noor.sync().collected == 1)
      #expect(try pair.noor.verdicts().values.allSatisfy { $0 == .complete })
      try pair.noor.receive([log.name(of: 1): bytes(1)])
      #expect(try pair.noor.sync().collected == 3)
      #expect(try pair.noor.open().all().count == 4)
    }
  }

  @Test func `grows with the records, and a shorter copy takes nothing back`() throws {
    try TwoDevices.run { pair in
      try pair.ada.write("one")
      let old = try pair.ada.folder()
      try pair.ada.write("two")
      try TwoDevices.carry(pair.ada, pair.noor)
      #expect(try pair.noor.sync().collected == 2)
      try pair.noor.receive(old)
      let report = try pair.noor.sync()
      #expect(report.collected == 0 && report.forked.isEmpty && report.damaged == 0)
      #expect(try pair.noor.texts() == ["one", "two"])
    }
  }

  @Test func `that a stranger fills costs no more than looking at it`() throws {
    try TwoDevices.run { pair in
      try pair.ada.write("one")
      try TwoDevices.carry(pair.ada, pair.noor)
      let folder = Storage.parent(of: pair.noor.copy(of: try pair.ada.log(of: pair.ada.person)))
      let vast = try OpenFile("\(folder)/9.segment", O_RDWR | O_CREAT)
      try vast.cut(to: 10 << 30)
      for number in 0..<12_000 {
        close(open("\(folder)/x\(number)", O_CREAT | O_WRONLY, 0o600))
      }
      try #require(mkfifo("\(folder)/8.segment", 0o600) == 0)
      try #require(symlink("/dev/zero", "\(folder)/7.segment") == 0)
      let report = try pair.noor.sync()
      #expect(report.isCut)
      // What lies there in its proper place is looked at whatever lies beside it.
      #expect(try pair.noor.texts() == ["one"] || report.collected == 0)
    }
  }

  @Test func `cannot be the vault, nor hold it, nor hold another linked folder`() throws {
    try TwoDevices.run { pair in
      let vault = try pair.ada.open()
      for path in [pair.ada.places.vault, pair.ada.root, pair.ada.places.identities] {
        #expect(throws: VaultError.unsuitableFolder(path: path)) { try vault.link(.shared, path) }
      }
      try Storage.createFolder("\(pair.ada.shared)/own")
      let inner = "\(pair.ada.shared)/own"
      #expect(throws: VaultError.unsuitableFolder(path: inner)) { try vault.link(.own, inner) }
      #expect(try pair.ada.open().folders.map(\.path) == [pair.ada.shared])
    }
  }

  @Test func `is left quietly: what was readable stays so`() throws {
    try TwoDevices.run { pair in
      try pair.ada.write("from Ada")
      try pair.noor.write("from Noor")
      try TwoDevices.settle(pair.ada, pair.noor)
      let before = try pair.ada.folder()
      try pair.ada.open().leave()
      #expect(try pair.ada.open().other == nil && pair.ada.open().folders.isEmpty)
      #expect(throws: VaultError.noPartner) { try pair.ada.write("no more") }
      try pair.ada.write("mine", .private)
      #expect(try pair.ada.texts() == ["from Ada", "from Noor", "mine"])
      try pair.ada.open().requireRememberedPartner()
      #expect(try pair.ada.folder() == before)
      #expect(try pair.ada.verdicts().values.allSatisfy { $0 == .complete })
      try pair.ada.link()
      try pair.ada.write("again")
      try TwoDevices.settle(pair.ada, pair.noor)
      #expect(try pair.noor.texts() == ["again", "from Ada", "from Noor"])
    }
  }
}
