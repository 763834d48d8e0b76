import Sodium

// docs/format.md § Statements

/// A text that a partner has signed, for anybody who has it: the only thing of a vault that convinces
/// a third person.
///
/// Only statements of one's own withdrawals are signed; the label keeps their signatures from being
/// those of anything else. No record is ever signed.
public struct Statement: Sendable, Equatable {
  /// What is signed, whole lines.
  public let text: [UInt8]
  /// Ed25519, 64 bytes.
  public let signature: [UInt8]

  public init(text: [UInt8], signature: [UInt8]) {
    self.text = text
    self.signature = signature
  }

  /// The bytes of a signature of 128 lowercase hex digits; `nil` for anything else.
  public static func signature(hex: some StringProtocol) -> [UInt8]? {
    Hex.decode(hex, count: SigningKeyPair.signatureCount)
  }

  /// Whether whoever has these keys signed exactly this text.
  public func isGenuine(by keys: StatementKeys) -> Bool {
    SigningKeyPair.verify(signature, of: Label.withdrawal + text, publicKey: keys.signing)
  }
}

/// The public keys that a statement carries, from which its signer's id follows.
public struct StatementKeys: Sendable, Equatable {
  /// X25519, 32 bytes.
  public let box: [UInt8]
  /// Ed25519, 32 bytes.
  public let signing: [UInt8]

  /// Two keys of 32 bytes; `nil` for other lengths.
  public init?(box: [UInt8], signing: [UInt8]) {
    guard box.count == 32, signing.count == 32 else { return nil }
    self.box = box
    self.signing = signing
  }

  /// Two keys of 64 lowercase hex digits each; `nil` for anything else.
  public init?(boxHex: some StringProtocol, signingHex: some StringProtocol) {
    guard let box = Hex.decode(boxHex, count: 32), let signing = Hex.decode(signingHex, count: 32)
    else { return nil }
    self.init(box: box, signing: signing)
  }

  /// Whose keys these are; `nil` only where hashing fails.
  public var partner: PartnerID? { try? PublicIdentity.id(of: box, signing) }
}

extension OpenVault {
  /// The public keys of the partner it is opened as.
  public var statementKeys: StatementKeys? {
    StatementKeys(box: keys.identity.box.publicKey, signing: keys.identity.signing.publicKey)
  }

  /// Signs a statement of this partner's own withdrawal; for nothing else.
  public func sign(withdrawal text: [UInt8]) -> Statement {
    Statement(text: text, signature: keys.identity.signing.sign(Label.withdrawal + text))
  }
}
