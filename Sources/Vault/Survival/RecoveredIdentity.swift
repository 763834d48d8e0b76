import Sodium

// docs/format.md § Recovery code

/// What a recovery code stands for: an identity, of which only the name is not known.
public struct RecoveredIdentity: ~Copyable, Sendable {
  /// Whose code it is.
  public let partner: PartnerID
  private let secret: SecretBytes

  /// - Throws: `recoveryCode` where the code does not fit itself.
  public init(_ code: borrowing TypedRecoveryCode) throws(VaultError) {
    let secret = try code.secret()
    partner = try PublicIdentity.id(
      of: BoxKeyPair(derivedFrom: secret).publicKey,
      SigningKeyPair(derivedFrom: secret).publicKey)
    self.secret = secret
  }

  borrowing func identity(named name: String) throws(VaultError) -> Identity {
    let copy: SecretBytes
    do { copy = try secret.copy() } catch { throw .primitive(error) }
    return try Identity(secret: copy, name: name)
  }
}
