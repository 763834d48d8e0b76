import Sodium
import Testing

@testable import Vault

@Suite(.temporaryVault) struct DeviceStateTests {
  private func file(_ vault: TestVault) -> String {
    vault.places.deviceState(vault.vault, vault.ada.partner)
  }

  @Test func `generations take turns in the two slots`() throws {
    let vault = try TestVault.current
    let first = try vault.state(vault.ada)
    #expect(first.generation == 1)
    var bytes = try TestVault.read(file(vault))
    #expect(bytes.count == 4_096)
    for generation in UInt64(2)...6 {
      var state = try vault.state(vault.ada)
      state.highWater = Int64(generation)
      try vault.save(state, vault.ada)
      let now = try TestVault.read(file(vault))
      let (written, kept) =
        generation % 2 == 0 ? (0..<2_048, 2_048..<4_096) : (2_048..<4_096, 0..<2_048)
      #expect(now[kept] == bytes[kept] && now[written] != bytes[written])
      #expect(try vault.state(vault.ada).generation == generation)
      #expect(try vault.state(vault.ada).highWater == Int64(generation))
      bytes = now
    }
  }

  @Test func `a torn write leaves the generation before`() throws {
    let vault = try TestVault.current
    var state = try vault.state(vault.ada)
    state.highWater = 22
    try vault.save(state, vault.ada)  // generation 2, slot 0
    let before = try TestVault.read(file(vault))
    state = try vault.state(vault.ada)
    state.highWater = 33
    try vault.save(state, vault.ada)  // generation 3, slot 1
    let after = try TestVault.read(file(vault))
    for torn in stride(from: 2_048, to: 4_096, by: 97) {
      try TestVault.write(Array(after[..<torn] + before[torn...]), to: file(vault))
      #expect(try vault.state(vault.ada).highWater == 22, "torn at \(torn)")
    }
    // Writing goes on from the generation that is there.
    try vault.open(vault.ada).append(draft("after the tear"))
    // Generation 3 names the log that is begun, generation 4 its first record.
    #expect(try vault.state(vault.ada).generation == 4)
    #expect(try vault.open(vault.ada).texts() == ["after the tear"])
  }

  @Test func `a state that does not open is reported and never overwritten`() throws {
    let vault = try TestVault.current
    var bytes = try TestVault.read(file(vault))
    bytes[10] ^= 1
    bytes[2_058] ^= 1
    try TestVault.write(bytes, to: file(vault))
    let damage = VaultError.damage(.state, in: "\(vault.ada.partner).state")
    #expect(throws: damage) { try vault.open(vault.ada) }
    #expect(throws: damage) {
      _ = try LogWriter(
        ReadingKeys(
          identity: try vault.identity(vault.ada), places: vault.places, vault: vault.vault,
          pinned: []), .seeded([1]))
    }
    #expect(try TestVault.read(file(vault)) == bytes)
  }

  @Test(arguments: ["partner", "vault", "slot"])
  func `a state belongs to its partner, its vault and its slot`(_ what: String) throws {
    let vault = try TestVault.current
    var bytes = try TestVault.read(file(vault))
    switch what {
    case "partner":
      bytes = try TestVault.read(vault.places.deviceState(vault.vault, vault.noor.partner))
    case "slot": bytes = Array(bytes[2_048...] + bytes[..<2_048])
    default:
      let other = VaultID(value: 77)
      try Storage.createFolder(vault.places.states(other))
      try TestVault.write(bytes, to: vault.places.deviceState(other, vault.ada.partner))
      #expect(throws: VaultError.damage(.state, in: "\(vault.ada.partner).state")) {
        try StateFile(vault.places, other, vault.ada.partner).read(with: vault.identity(vault.ada))
      }
      return
    }
    try TestVault.write(bytes, to: file(vault))
    #expect(throws: VaultError.damage(.state, in: "\(vault.ada.partner).state")) {
      try vault.state(vault.ada)
    }
  }

  @Test func `a state grows with what it has to remember`() throws {
    let vault = try TestVault.current
    var state = try vault.state(vault.ada)
    for number in 1...200 {
      let log = LogID(value: UInt128(number))
      state.heads[log] = DeviceState.SeenHead(
        index: UInt64(number), chain: Array(repeating: UInt8(number), count: 32),
        segment: 3, cells: 9, author: vault.noor.partner, logClass: .diary, audience: .shared)
      state.named[LogID(value: 1), default: [:]][log] = UInt64(number)
      state.ownLogs.append(
        DeviceState.OwnLog(log: log, logClass: .consent, audience: .shared))
    }
    try vault.save(state, vault.ada)
    let length = try TestVault.read(file(vault)).count
    #expect(length == 2 * 34 * 1_024)
    state.generation = 2
    #expect(try vault.state(vault.ada) == state)
    try vault.save(state, vault.ada)
    #expect(try TestVault.read(file(vault)).count == length)
    #expect(try vault.state(vault.ada).generation == 3)
  }

  @Test func `what a later program put into a state is kept, in its place`() throws {
    let vault = try TestVault.current
    var state = try vault.state(vault.ada)
    state.setItems(40_000, to: [[], [1, 2, 3]])
    state.setItems(9, to: [[UInt8](repeating: 9, count: 700)])
    state.setItems(300, to: [[0], [0, 0]])
    #expect(state.items.map(\.type) == [9, 300, 300, 40_000, 40_000])
    try vault.save(state, vault.ada)
    try vault.open(vault.ada).append(draft("an entry"))
    #expect(try vault.state(vault.ada).items == state.items)
    state.setItems(300, to: [])
    #expect(state.items(40_000) == [[], [1, 2, 3]] && state.items(300).isEmpty)
  }

  @Test(
    arguments: [
      [2, 0, 0, 0, 0, 0, 1], [1, 0, 2, 0, 0, 0, 5], [1, 0, 255, 255, 255, 255], [0, 0, 1], [0, 9],
      [3, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0],
    ] as [[UInt8]])
  func `items that do not fit together are damage`(_ bytes: [UInt8]) throws {
    let vault = try TestVault.current
    let contents = try vault.state(vault.ada).encode() + bytes
    #expect(throws: VaultError.self) { try DeviceState(contents, file: "state") }
  }

  @Test func `every changed byte and every cut gives an older state or damage, never another`()
    throws
  {
    let vault = try TestVault.current
    let old = try vault.state(vault.ada)
    var state = old
    state.highWater = 5
    try vault.save(state, vault.ada)
    let new = try vault.state(vault.ada)
    let bytes = try TestVault.read(file(vault))
    let identity = try vault.identity(vault.ada)
    let reader = StateFile(vault.places, vault.vault, vault.ada.partner)
    // A slot is one authenticated whole: its nonce, its beginning, and a sample of the rest.
    for place in bytes.indices where place % 2_048 < 100 || place % 5 == 0 {
      var changed = bytes
      changed[place] ^= 1 << UInt8(place % 8)
      try TestVault.write(changed, to: file(vault))
      #expect(try reader.read(with: identity) == (place < 2_048 ? old : new), "byte \(place)")
    }
    for count in stride(from: 0, to: 4_095, by: 29) {
      try TestVault.write(Array(bytes[..<count]), to: file(vault))
      #expect(throws: VaultError.self) { try reader.read(with: identity) }
    }
  }

  @Test func `two writers of one partner wait for each other, readers for nobody`() throws {
    let vault = try TestVault.current
    let ada = try vault.open(vault.ada)
    try ada.append(draft("1"))
    do {
      let lock = try WriterLock.take(vault.places.lock(vault.vault, vault.ada.partner))
      #expect(throws: VaultError.busy) { try ada.append(draft("2")) }
      #expect(try ada.texts() == ["1"])
      try vault.open(vault.noor).append(draft("Noor's own lock"))
      _ = consume lock
    }
    try ada.append(draft("2"))
    #expect(try ada.texts() == ["2", "1"])
  }

  @Test func `writers at the same time make one log without a gap`() async throws {
    let vault = try TestVault.current
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          for turn in 0..<5 {
            #expect(throws: Never.self) {
              try vault.open(vault.ada).append(draft("\(writer).\(turn)"))
            }
          }
        }
      }
    }
    let ada = try vault.open(vault.ada)
    #expect(try ada.all().map(\.fields.index) == (0..<20).reversed())
    #expect(try Set(ada.texts()).count == 20)
    #expect(try ada.verdict(on: vault.log(vault.ada, .private).id) == .complete)
  }
}
