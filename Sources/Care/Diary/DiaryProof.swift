import Vault

/// Statements of one's own withdrawals, for whoever their author gives them to.
extension Diary {
  /// A signed statement of one of this partner's own withdrawals, as the lines of a file.
  ///
  /// Nothing else is ever signed: a no can be proved to anyone, a yes to no one.
  public func proof(of withdrawal: OwnWithdrawal) throws(DiaryError) -> [UInt8] {
    guard let keys = vault.statementKeys else { throw .consent(.brokenDigest) }
    let date = Moment(milliseconds: withdrawal.entered).description
    let text = WithdrawalStatement(withdrawal, by: me, date: date)
      .text(boxKey: Digits.hex(keys.box), signingKey: Digits.hex(keys.signing))
    let signed = vault.sign(withdrawal: Array(text.utf8))
    return signed.text + Array("\(Self.signatureLine)\(Digits.hex(signed.signature))\n".utf8)
  }

  /// What a file says, where somebody's own keys signed exactly that; `nil` for any other file.
  ///
  /// It needs no vault. Whose id it is has to be known from elsewhere.
  public static func genuineStatement(_ file: [UInt8]) -> WithdrawalStatement? {
    let tail = signatureLine.utf8.count + 129
    guard file.count > tail, let text = String(validating: file.dropLast(tail), as: UTF8.self),
      let last = String(validating: file.suffix(tail), as: UTF8.self),
      last.hasPrefix(signatureLine), last.hasSuffix("\n"),
      let signature = Statement.signature(hex: last.dropFirst(signatureLine.count).dropLast()),
      let (statement, boxKey, signingKey) = WithdrawalStatement.read(text),
      let keys = StatementKeys(boxHex: boxKey, signingHex: signingKey),
      keys.partner == statement.partner,
      Statement(text: Array(text.utf8), signature: signature).isGenuine(by: keys)
    else { return nil }
    return statement
  }

  private static let signatureLine = "signature: "
}
