import FoundationEssentials
import Glibc
import Sodium
import Testing

@testable import Vault

/// Expects that damage is found, and for this reason.
func refused(_ reason: Damage.Reason, _ body: () throws -> Void) {
  do {
    try body()
    Issue.record("nothing was refused")
  } catch {
    guard case .damaged(let damage)? = error as? VaultError else {
      Issue.record("another error: \(error)")
      return
    }
    #expect(damage.reason == reason)
  }
}

/// What each reader of bytes refuses at its edges; Tests/Coverage measures that nothing is left out.
@Suite(.temporaryVault) struct `What is read of a vault` {
  @Test func `takes ids of their own length alone`() {
    #expect(LogID(bytes: [1, 2]) == nil && PartnerID(bytes: [1, 2]) == nil)
    #expect(LogID(bytes: [UInt8](repeating: 3, count: 16))?.bytes.count == 16)
    let bytes = Array(UInt8(0)..<32)
    #expect(PartnerID(bytes: bytes)?.bytes == bytes)
    var reader = FieldReader(bytes, file: "f")
    #expect((try? reader.partner())?.bytes == bytes)
    refused(.length) { _ = try reader.identifier(LogID.self) }
  }

  @Test func `has no cell before the first, and none beyond its end`() throws {
    let vault = try TestVault.current
    try vault.open(vault.ada).append(draft("one"))
    let log = try vault.log(vault.ada, .private)
    let segment = try #require(
      try Segment.open(0, of: log, as: vault.identity(vault.ada), pinned: [:]))
    var frame = [UInt8](repeating: 0, count: Cell.frameLength)
    for number in [0, -1, 2, 9] {
      #expect(!Cell.open(number, of: segment.bytes, key: segment.key, into: &frame))
    }
    #expect(Cell.open(1, of: segment.bytes, key: segment.key, into: &frame))
    var short: [UInt8] = [0]
    #expect(!Cell.open(1, of: segment.bytes, key: segment.key, into: &short))
    #expect(try Segment.open(7, of: log, as: vault.identity(vault.ada), pinned: [:]) == nil)
  }

  @Test func `is not called damaged where the memory for it was missing`() {
    #expect(SegmentKey.error(SodiumError.outOfLockedMemory, "f") == .outOfMemory)
    #expect(SegmentKey.error(SodiumError.unavailable, "f") == .fault)
    #expect(SegmentKey.error(SodiumError.authenticationFailed, "f") == .damage(.slot, in: "f"))
    #expect(SegmentKey.error(VaultError.busy, "f") == .busy)
  }

  @Test func `erases and closes by bodies of one length`() throws {
    refused(.length) { _ = try Erasure([1], file: "f") }
    refused(.length) { _ = try Closing([1], in: LogID(value: 1), file: "f") }
    let log = LogID(value: 2)
    let head = Head(log: log, index: 4, chain: [UInt8](repeating: 7, count: 32))
    func closing(_ last: Head?) throws -> Closing {
      try Closing(Closing.encode(log, last: last), in: LogID(value: 1), file: "f")
    }
    let (some, none) = (try closing(head), try closing(nil))
    #expect(some.last == head && none.last == nil)
    #expect(some.counts(asManyAs: none) && none.counts(asManyAs: none))
    #expect(some.counts(asManyAs: some) && !none.counts(asManyAs: some))
    #expect(some.admits(4) && !some.admits(5) && !none.admits(0))
  }

  @Test func `has no record after the last that there can be`() throws {
    let vault = try TestVault.current
    var head = DeviceState.SeenHead(
      index: .max, chain: [UInt8](repeating: 0, count: 32), segment: 1, cells: 2,
      author: vault.ada.partner, logClass: .diary, audience: .private)
    refused(.bounds) { _ = try head.following() }
    #expect(head.position.nextIndex == .max)
    head.index = 6
    #expect(try head.following() == 7)
    #expect(head.position.nextIndex == 7 && head.position.cell == 2)
  }

  /// A state with one own log, and the place of the log's class in it.
  private func state() -> (bytes: [UInt8], ownClass: Int) {
    var state = DeviceState(machine: [UInt8](repeating: 1, count: 16))
    state.ownLogs = [.init(log: LogID(value: 3), logClass: .diary, audience: .shared)]
    return (state.encode(), 8 + 16 + 8 + 8 + 16)
  }

  @Test func `knows each class and audience by its number`() throws {
    let (bytes, place) = state()
    #expect(try DeviceState(bytes, file: "state").ownLogs.count == 1)
    for offset in [0, 1] {
      var changed = bytes
      changed[place + offset] = 9
      refused(.bounds) { _ = try DeviceState(changed, file: "state") }
    }
  }

  private func holding(_ type: UInt16, _ items: [[UInt8]]) throws -> DeviceState {
    var state = DeviceState(machine: [UInt8](repeating: 1, count: 16))
    state.setItems(type, to: items)
    return try DeviceState(state.encode(), file: "state")
  }

  @Test func `remembers folders by whole paths, one of each role`() throws {
    let here = Array("/media/stick".utf8)
    #expect(try holding(1, [[1] + here, [2] + here]).folders.map(\.role) == [.shared, .own])
    for items in [
      [[]], [[3] + here], [[1, 0xFF]], [[1] + Array("stick".utf8)], [[1]],
      [[1] + here + [0]], [[1] + [UInt8](repeating: 0x2F, count: 4_096)],
      [[1] + here, [1] + here],
    ] as [[[UInt8]]] {
      refused(.bounds) { _ = try holding(1, items) }
    }
    let id = [UInt8](repeating: 5, count: 32)
    #expect(try holding(2, [id]).left?.bytes == id)
    refused(.bounds) { _ = try holding(2, [id, id]) }
    refused(.bounds) { _ = try holding(2, [[1, 2]]) }
    let root = try TestVault.current.root
    #expect(LinkedFolder.isThere(root) && !LinkedFolder.isThere("\(root)/none"))
    #expect(try LinkedFolder(.shared, root).isThere)
  }

  @Test func `remembers one joining, and none where there is nothing to remember`() throws {
    var state = DeviceState(machine: [UInt8](repeating: 1, count: 16))
    state.setJoining(JoiningProgress())
    #expect(state.items.isEmpty)
    #expect(try state.joining() == JoiningProgress())
    state.setItems(3, to: [[1], [2]])
    refused(.twice) { _ = try state.joining() }
    #expect(JoiningProgress().part == nil)
    let two = try TwoMachines()
    let started = try #require(try TwoMachines.progress(two.ada).part)
    #expect(started.code == nil && started.otherKeys == nil)
    let asked = try #require(try TwoMachines.progress(two.noor).part)
    #expect(asked.code == nil && asked.otherKeys?.partner == started.invitation.keys.partner)
  }

  @Test func `is pins that are whole steps and open for their owner`() throws {
    let vault = try TestVault.current
    let pins = try vault.state(vault.ada).pins
    let identity = try vault.identity(vault.ada)
    let bytes = try PinRecord.seal(pins, vault.vault, as: identity, .seeded([1]))
    #expect(try PinRecord.open(bytes, vault.vault, as: identity) == pins)
    let other = try vault.identity(vault.noor)
    refused(.state) { _ = try PinRecord.open(bytes, vault.vault, as: other) }
    for wrong in [[], Array(bytes.dropLast()), bytes + bytes] {
      refused(.state) { _ = try PinRecord.open(wrong, vault.vault, as: identity) }
    }
  }

  @Test func `is a manifest of this version, whole`() throws {
    let vault = try TestVault.current
    func read(_ text: String) throws -> BackupManifest { try BackupManifest(Array(text.utf8)) }
    refused(.magic) { _ = try read("something else\n") }
    #expect(throws: VaultError.newerVersion(file: "manifest", version: 2)) {
      try read("vesper-backup 2\n")
    }
    for text in [
      "vesper-backup 1\n", "vesper-backup 1\nvault 1\npartner 2\nend 3\n",
      "vesper-backup 1\nvault \(vault.vault)\npartner 2\nend 3\n",
      "vesper-backup 1\nvault \(vault.vault)\npartner \(vault.ada.partner)\nformer 3\nend 4\n",
    ] { refused(.bounds) { _ = try read(text) } }
    refused(.checksum) {
      _ = try read("vesper-backup 1\nvault \(vault.vault)\npartner \(vault.ada.partner)\nend 3\n")
    }
    let owners = [vault.ada.partner]
    #expect(BackupManifest.isOfPartners("\(vault.noor.partner).public", owners))
    #expect(BackupManifest.isOfPartners("\(vault.ada.partner).former", owners))
    #expect(!BackupManifest.isOfPartners("\(vault.noor.partner).former", owners))
    #expect(!BackupManifest.isOfPartners("zz.former", owners))
    #expect(!BackupManifest.isOfPartners("zz.public", owners))
  }

  @Test func `is an identity of one length, of somebody who is there`() throws {
    let vault = try TestVault.current
    refused(.length) { _ = try Identity.read(SecretBytes(count: 10), file: "f") }
    let nowhere = TestVault.places(under: "\(vault.root)/nowhere")
    #expect(throws: VaultError.unknownPartner) { try Identities.choose(named: nil, nowhere) }
  }

  @Test func `is exported with as many earlier identities as have room`() throws {
    let vault = try TestVault.current
    let former = { (n: UInt8) in
      (partner: vault.noor.partner, bytes: [UInt8](repeating: n, count: 400_000))
    }
    let bytes = try IdentityExport.encode(
      vault.identity(vault.ada), vault.vault, pins: [],
      formers: [former(1), former(2), former(3)], under: passphrase("for the road"),
      strength: .least(seed: [1]))
    let export = try IdentityExport(bytes, passphrase: passphrase("for the road"))
    #expect(export.formers.map { $0.bytes[0] } == [1, 2])
  }

  @Test func `is exported from a device that has lost its state too`() throws {
    let vault = try TestVault.current
    let ada = try vault.open(vault.ada)
    try removeFile(vault.places.deviceState(vault.vault, vault.ada.partner))
    let bytes = try ada.exportIdentity(
      under: passphrase("for the road"), strength: .least(seed: [2]))
    let export = try IdentityExport(bytes, passphrase: passphrase("for the road"))
    #expect(export.pins.isEmpty && export.partner == vault.ada.partner)
  }

  @Test func `is a recovery code of the identity that it was made of`() throws {
    let vault = try TestVault.current
    let code = try RecoveryCode(vault.identity(vault.ada))
    func written(_ write: (Int32) throws -> Void) throws -> [UInt8] {
      var ends: [Int32] = [-1, -1]
      try #require(pipe(&ends) == 0)
      defer { close(ends[0]) }
      try write(ends[1])
      close(ends[1])
      var bytes = [UInt8](repeating: 0, count: 200)
      let count = Glibc.read(ends[0], &bytes, bytes.count)
      return Array(bytes.prefix(max(0, count)))
    }
    let whole = try written { try code.write(to: $0) }
    #expect(whole.count == 83)
    #expect(try written { try code.write(groups: 2..<4, to: $0) } == Array(whole[12..<24]))
    #expect(try written { try code.write(groups: 13..<99, to: $0) } == Array(whole[78...]))
    let isSame = try code.matches(TypedRecoveryCode(typed: SecretBytes(copying: whole)))
    let other = try RecoveryCode(vault.identity(vault.noor))
    let others = try written { try other.write(to: $0) }
    let isOther = try code.matches(TypedRecoveryCode(typed: SecretBytes(copying: others)))
    #expect(isSame && !isOther)
    #expect(throws: VaultError.outputUnwritable(errno: EBADF)) { try code.write(to: -1) }
    #expect(throws: VaultError.outputUnwritable(errno: EBADF)) {
      try code.write(groups: 0..<1, to: -1)
    }
  }

  @Test func `is not opened where there is no memory for its key`() async throws {
    let vault = try TestVault.current
    let file = try TestVault.read(vault.places.identity(vault.ada.partner))
    await #expect(processExitsWith: .exitCode(7)) { [file = file as [UInt8]] in
      let identity = try IdentityFile(file, file: "f")
      let words = try passphrase("the heron waits")
      let me = try identity.open(words)
      let vault = VaultID(value: 1)
      let former = try FormerIdentity.seal(
        me, pins: [], ends: nil, for: me, vault, .system)
      let header = SegmentHeader(
        logClass: .diary, audience: .private, number: 0, vault: vault, log: LogID(value: 2),
        author: me.partner, recipient: nil, firstIndex: 0,
        previousChain: [UInt8](repeating: 0, count: 32))
      var limit = rlimit(rlim_cur: 0, rlim_max: .max)
      setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
      var found: [VaultError] = []
      do throws(VaultError) { _ = try identity.open(words) } catch { found.append(error) }
      do throws(VaultError) { _ = try FormerIdentity(former, vault, of: me) } catch {
        found.append(error)
      }
      do throws(VaultError) {
        var bytes: [UInt8] = []
        _ = try SegmentKey(
          new: header, author: me, partner: nil, randomness: .system, header512: &bytes)
      } catch { found.append(error) }
      limit.rlim_cur = .max
      setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
      exit(found == [.outOfMemory, .outOfMemory, .outOfMemory] ? 7 : 1)
    }
  }
}
