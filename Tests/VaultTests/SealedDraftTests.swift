import FoundationEssentials
import Glibc
import Sodium
import Testing

@testable import Vault

@Suite(.temporaryVault) struct `What is being typed` {
  private let words = Array("seven quiet lanterns".utf8)

  private func files(_ vault: TestVault, _ person: TestVault.Person) throws -> [String] {
    try Storage.names(in: vault.places.drafts(vault.vault, person.partner))
  }

  private func only(_ vault: TestVault) throws -> String {
    let names = try files(vault, vault.ada)
    try #require(names.count == 1)
    return "\(vault.places.drafts(vault.vault, vault.ada.partner))/\(names[0])"
  }

  @Test func `is found by its author once it was left behind, and by nobody while it is held`()
    throws
  {
    let vault = try TestVault.current
    var draft: SealedDraft? = try vault.open(vault.ada).newDraft()
    try draft?.put(words)
    #expect(try vault.open(vault.ada).leftDrafts().isEmpty)
    draft = nil
    let found = try vault.open(vault.ada).leftDrafts()
    #expect(found.map(\.body) == [words])
    #expect(try vault.open(vault.ada).leftDrafts().isEmpty, "it is taken up")
    #expect(try vault.open(vault.noor).leftDrafts().isEmpty)
    try found[0].draft.put([1, 2, 3])
    #expect(try files(vault, vault.ada).count == 1)
    found[0].draft.remove()
    #expect(try !Storage.exists(vault.places.drafts(vault.vault, vault.ada.partner)))
  }

  @Test(arguments: [0, 1, 467, 468, 469, 5_000])
  func `is sealed in whole cells, for its owner alone`(_ count: Int) throws {
    let vault = try TestVault.current
    let body = [UInt8](repeating: 0x41, count: count)
    let draft = try vault.open(vault.ada).newDraft()
    try draft.put(body)
    let path = try only(vault)
    let bytes = try TestVault.read(path)
    #expect(bytes.count == (count + 44 + 511) / 512 * 512)
    #expect(!String(decoding: bytes, as: UTF8.self).contains("AAAA"))
    var facts = stat()
    #expect(stat(path, &facts) == 0 && facts.st_mode & 0o777 == 0o600)
    #expect(stat(Storage.parent(of: path), &facts) == 0 && facts.st_mode & 0o777 == 0o700)
  }

  @Test func `opens by the formula of the page`() throws {
    let vault = try TestVault.current
    let draft = try vault.open(vault.ada).newDraft()
    try draft.put(words)
    let path = try only(vault)
    let bytes = try TestVault.read(path)
    let id = try #require(Hex.decode(path.suffix(16), count: 8))
    let length = withUnsafeBytes(of: UInt32(bytes.count).littleEndian) { Array($0) }
    let contents = try AEAD.open(
      Array(bytes[24...]),
      additionalData: Array("vesper1 draft\0\0\0".utf8) + vault.vault.bytes
        + vault.ada.partner.bytes + id + length,
      nonce: Array(bytes[..<24]), key: try vault.identity(vault.ada).draftKey)
    #expect(contents.count == bytes.count - 40)
    #expect(Array(contents[..<4]) == [UInt8(words.count), 0, 0, 0])
    #expect(Array(contents[4..<4 + words.count]) == words)
    #expect(contents[(4 + words.count)...].allSatisfy { $0 == 0 })
  }

  @Test func `that was changed, cut, moved or replaced is passed over and left`() throws {
    let vault = try TestVault.current
    do {
      let draft = try vault.open(vault.ada).newDraft()
      try draft.put(words)
    }
    let path = try only(vault)
    let whole = try TestVault.read(path)
    for place in [0, 24, 100, whole.count - 1] {
      var bytes = whole
      bytes[place] ^= 1
      try TestVault.write(bytes, to: path)
      #expect(try vault.open(vault.ada).leftDrafts().isEmpty, "byte \(place)")
    }
    for bytes in [[], Array(whole.dropLast()), whole + [0], Array(whole[..<40])] {
      try TestVault.write(bytes, to: path)
      #expect(try vault.open(vault.ada).leftDrafts().isEmpty, "\(bytes.count) bytes")
    }
    try TestVault.write(whole, to: "\(Storage.parent(of: path))/0123456789abcdef")
    try TestVault.write(whole, to: "\(Storage.parent(of: path))/other")
    try removeFile(path)
    try symlinked("0123456789abcdef", path)
    #expect(try vault.open(vault.ada).leftDrafts().isEmpty)
    #expect(try files(vault, vault.ada).count == 3)
  }

  @Test func `leaves nothing half-written behind`() throws {
    let vault = try TestVault.current
    let folder = vault.places.drafts(vault.vault, vault.ada.partner)
    try TestVault.write([1, 2], to: "\(folder)/.new-0123456789abcdef")
    #expect(try vault.open(vault.ada).leftDrafts().isEmpty)
    #expect(try files(vault, vault.ada).isEmpty)
  }

  @Test func `too long for a draft is refused`() throws {
    let vault = try TestVault.current
    let draft = try vault.open(vault.ada).newDraft()
    #expect(throws: VaultError.bodyTooLong(limit: 8_388_608)) {
      try draft.put([UInt8](repeating: 0, count: 8_388_608))
    }
  }
}
