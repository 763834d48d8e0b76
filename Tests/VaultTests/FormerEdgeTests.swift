import Sodium
import Testing

@testable import Vault

/// What is read of somebody's identity before a renewal, at its edges.
@Suite(.temporaryVault) struct `What is read of a former identity` {
  @Test func `is an identity before that no more than so many were known to`() throws {
    let vault = try TestVault.current
    let ada = try vault.identity(vault.ada)
    let noor = try vault.identity(vault.noor)
    let pins = try vault.state(vault.noor).pins
    let bytes = try FormerIdentity.seal(
      ada, pins: pins, ends: nil, for: noor, vault.vault, .seeded([1]))
    let forNoor = FormerIdentity.opens(bytes, vault.vault, of: noor)
    let forAda = FormerIdentity.opens(bytes, vault.vault, of: ada)
    #expect(forNoor && !forAda)
    refused(.state) { _ = try FormerIdentity(bytes, vault.vault, of: ada) }
    refused(.length) { _ = try FormerIdentity(Array(bytes.dropLast()), vault.vault, of: noor) }
    // As many pins as a number can say, sealed with the right key.
    let bound = Label.former + vault.vault.bytes + noor.partner.bytes
    let contents = vault.ada.payload + [65, 0] + [UInt8](repeating: 0, count: 1_024 - 40 - 98)
    let nonce = [UInt8](repeating: 2, count: 24)
    let many =
      try nonce
      + AEAD.seal(contents, additionalData: bound, nonce: nonce, key: noor.stateKey)
    refused(.bounds) { _ = try FormerIdentity(many, vault.vault, of: noor) }
    // One before the other, as far as the records open.
    let sam = try Identity(
      secret: SecretBytes(copying: [UInt8](repeating: 5, count: 32)), name: "Sam")
    let older = try FormerIdentity.seal(
      sam, pins: [], ends: nil, for: ada, vault.vault, .seeded([3]))
    let folder = "\(vault.root)/chain"
    try TestVault.write(bytes, to: "\(folder)/\(FormerIdentity.name(noor.partner))")
    let one = try FormerIdentity.all(before: noor, vault.vault, in: folder)
    #expect(one == [ada.partner])
    try TestVault.write(older, to: "\(folder)/\(FormerIdentity.name(ada.partner))")
    let both = try FormerIdentity.all(before: noor, vault.vault, in: folder)
    #expect(both == [ada.partner, sam.partner])
    // Where a file stands in the place of the folder there is nobody before.
    try TestVault.write([1], to: "\(vault.root)/file")
    let isFirst = try FormerIdentity.before(noor, vault.vault, in: "\(vault.root)/file") == nil
    #expect(isFirst)
    let none = try FormerIdentity.all(before: noor, vault.vault, in: "\(vault.root)/file")
    #expect(none.isEmpty)
  }
}
