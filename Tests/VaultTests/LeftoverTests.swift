import FoundationEssentials
import Glibc
import Testing

@testable import Vault

/// `.new-<hex>`: what a killed command leaves, and who may clear it away when.
@Suite(.temporaryVault) struct `What a kill has left half made` {
  private let name = ".new-0123456789abcdef"

  private func leave(_ path: String, agedBy seconds: Int) throws {
    try TestVault.write([1, 2, 3], to: path)
    let moment = timespec(tv_sec: time(nil) - seconds, tv_nsec: 0)
    try #require(utimensat(AT_FDCWD, path, [moment, moment], 0) == 0)
  }

  @Test func `is cleared away once it is old, and only that`() throws {
    let vault = try TestVault.current
    let ada = try vault.open(vault.ada)
    try ada.append(draft("alone"))
    try ada.append(draft("ours", .shared))
    try vault.open(vault.noor).append(draft("yours", .shared))
    let own = try vault.log(vault.ada, .private).folder
    let theirs = try vault.log(vault.noor, .shared).folder
    let folders = [
      vault.places.vault, vault.places.partners, vault.places.identities,
      vault.places.states(vault.vault), own, theirs,
    ]
    for folder in folders {
      try leave("\(folder)/\(name)", agedBy: 4_000)
      try leave("\(folder)/.new-fedcba9876543210", agedBy: 60)
      try leave("\(folder)/.new-0123", agedBy: 4_000)
    }
    try Storage.createFolder("\(own)/.new-00000000000000aa")
    let before = try tree(vault.root).files.filter { !$0.key.contains(".new-") }
    try ada.sweep()
    for folder in folders {
      #expect(try !Storage.exists("\(folder)/\(name)"))
      #expect(try Storage.exists("\(folder)/.new-fedcba9876543210"), "somebody may be making it")
      #expect(try Storage.exists("\(folder)/.new-0123"), "no name of ours")
    }
    #expect(try Storage.exists("\(own)/.new-00000000000000aa"), "no plain file")
    var after = try tree(vault.root).files.filter { !$0.key.contains(".new-") }
    for path in after.keys where path.hasSuffix(".lock") { after[path] = before[path] }
    #expect(after == before)
  }

  @Test func `of the other partner's private logs is not looked for`() throws {
    let vault = try TestVault.current
    try vault.open(vault.noor).append(draft("alone"))
    let path = "\(try vault.log(vault.noor, .private).folder)/\(name)"
    try leave(path, agedBy: 100_000)
    try vault.open(vault.ada).sweep()
    #expect(try Storage.exists(path))
    try vault.open(vault.noor).sweep()
    #expect(try !Storage.exists(path))
  }

  @Test func `stays while another command of the same partner writes`() throws {
    let vault = try TestVault.current
    let ada = try vault.open(vault.ada)
    try ada.append(draft("alone"))
    let path = "\(try vault.log(vault.ada, .private).folder)/\(name)"
    try leave(path, agedBy: 100_000)
    let lock = try WriterLock.take(vault.places.lock(vault.vault, vault.ada.partner))
    #expect(throws: VaultError.busy) { try ada.sweep() }
    #expect(try Storage.exists(path))
    _ = consume lock
  }

  @Test func `goes from a linked folder where it is this partner's own, and old`() throws {
    try TwoDevices.run { pair in
      try pair.ada.write("ours")
      try pair.noor.write("yours")
      try TwoDevices.settle(pair.ada, pair.noor)
      let own = Storage.parent(of: pair.ada.copy(of: try pair.ada.log(of: pair.ada.person)))
      let theirs = Storage.parent(of: pair.ada.copy(of: try pair.ada.log(of: pair.noor.person)))
      for folder in [own, theirs] {
        try leave("\(folder)/\(name)", agedBy: 90_000)
        try leave("\(folder)/.new-fedcba9876543210", agedBy: 4_000)
      }
      _ = try pair.ada.open().exchange(.quick)
      #expect(try Storage.exists("\(own)/\(name)"), "commands do not wait for that")
      try pair.ada.sync()
      #expect(try !Storage.exists("\(own)/\(name)"))
      #expect(try Storage.exists("\(own)/.new-fedcba9876543210"))
      #expect(try Storage.exists("\(theirs)/\(name)"), "their own devices see to it")
    }
  }

  @Test func `is cleared away within bounds`() throws {
    let vault = try TestVault.current
    let ada = try vault.open(vault.ada)
    try ada.append(draft("alone"))
    let folder = try vault.log(vault.ada, .private).folder
    for number in 0..<300 {
      let digits = String(number, radix: 16)
      let name = ".new-" + String(repeating: "0", count: 16 - digits.count) + digits
      try leave("\(folder)/\(name)", agedBy: 4_000)
    }
    try ada.sweep()
    #expect(try Storage.names(in: folder).count { $0.hasPrefix(".new-") } == 44)
    try ada.sweep()
    #expect(try Storage.names(in: folder).allSatisfy { !$0.hasPrefix(".new-") })
  }
}
