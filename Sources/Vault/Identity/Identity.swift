import Sodium

// docs/format.md § Identity

/// A partner's secret and the keys derived from it, in locked memory for as long as it is held.
public struct Identity: ~Copyable, Sendable {
  /// The partner this is.
  public let partner: PartnerID
  /// The name the partner chose, at most 63 bytes of UTF-8.
  public let name: String

  let secret: SecretBytes
  let box: BoxKeyPair
  let signing: SigningKeyPair
  let slotKey: SecretBytes
  let macKey: SecretBytes
  let stateKey: SecretBytes
  let draftKey: SecretBytes

  static let secretCount = 32
  private static let context = Array("vesperid".utf8)

  init(secret: consuming SecretBytes, name: String) throws(VaultError) {
    guard PartnerName.isUsable(name) else { throw .unusableName }
    let box = try BoxKeyPair(derivedFrom: secret)
    let signing = try SigningKeyPair(derivedFrom: secret)
    let slotKey = try Identity.subkey(secret, 3)
    let macKey = try Identity.subkey(secret, 4)
    let stateKey = try Identity.subkey(secret, 5)
    let draftKey = try Identity.subkey(secret, 6)
    partner = try PublicIdentity.id(of: box.publicKey, signing.publicKey)
    self.name = name
    self.secret = secret
    self.box = box
    self.signing = signing
    self.slotKey = slotKey
    self.macKey = macKey
    self.stateKey = stateKey
    self.draftKey = draftKey
  }

  static func subkey(_ secret: borrowing SecretBytes, _ number: UInt64) throws(VaultError)
    -> SecretBytes
  {
    do {
      return try KeyDerivation.subkey(of: secret, id: number, context: context, count: 32)
    } catch { throw .primitive(error) }
  }
}

extension BoxKeyPair {
  init(derivedFrom secret: borrowing SecretBytes) throws(VaultError) {
    let seed = try Identity.subkey(secret, 1)
    do { self = try BoxKeyPair(seed: seed) } catch { throw .primitive(error) }
  }
}

extension SigningKeyPair {
  init(derivedFrom secret: borrowing SecretBytes) throws(VaultError) {
    let seed = try Identity.subkey(secret, 2)
    do { self = try SigningKeyPair(seed: seed) } catch { throw .primitive(error) }
  }
}

/// What a partner may be called.
public enum PartnerName {
  static let limit = 63

  /// 1 … 63 bytes of UTF-8, not only spaces, and nothing that ends a line, turns its direction,
  /// steers a terminal or hides: names stand in prompts and beside the other partner's words.
  public static func isUsable(_ name: String) -> Bool {
    (1...limit).contains(name.utf8.count)
      && name.unicodeScalars.allSatisfy { scalar in
        ![.control, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
          && !scalar.properties.isBidiControl
      }
      && !name.allSatisfy(\.isWhitespace) && hidesNothing(name)
  }

  /// The name as `u8 length ‖ UTF-8 ‖ zeros`, 64 bytes.
  static func encode(_ name: String) -> [UInt8] {
    var writer = FieldWriter()
    writer.put(UInt8(truncatingIfNeeded: name.utf8.count))
    writer.put(name.utf8.prefix(limit))
    writer.fill(to: 64)
    return writer.bytes
  }

  static func decode(_ bytes: some Collection<UInt8>, file: String) throws(VaultError) -> String {
    var reader = FieldReader(Array(bytes), file: file)
    let count = Int(try reader.number(UInt8.self))
    let text = try reader.take(count)
    try reader.zeros(reader.remaining)
    guard let name = String(validating: text, as: UTF8.self), isUsable(name), bytes.count == 64
    else { throw .damage(.bounds, in: file) }
    return name
  }

  /// What `--as` looks for: salted, so that the name stands nowhere in the clear.
  static func hash(_ name: String, salt: [UInt8]) -> [UInt8] {
    var lower = ""
    for scalar in name.unicodeScalars { lower += scalar.properties.lowercaseMapping }
    return BLAKE2b.hash(Label.name, salt, Array(lower.utf8))
  }
}
