@testable import Vault

extension Parser {
  /// What one lays out for the other to find.
  static let joining = [
    Parser(name: "invitation") { bytes in
      for bytes in [bytes, signed(bytes, at: 32)] {
        guard let read = try? Invitation(bytes) else { continue }
        holds(read.bytes == bytes && bytes.count == Invitation.length, "an invitation is its file")
        holds(Array(read.publicFile) == Array(bytes[32..<176]), "it holds who invites")
        _ = read.commits(to: [UInt8](repeating: 0, count: 32))
      }
    },
    Parser(name: "join-answer") { bytes in
      for bytes in [bytes, signed(bytes, at: 48)] {
        guard let read = try? JoinAnswer(bytes) else { continue }
        holds(read.bytes == bytes && bytes.count == JoinAnswer.length, "an answer is its file")
      }
    },
    Parser(name: "join-opening") { bytes in
      guard let read = try? JoinOpening(bytes) else { return }
      holds(read.bytes == bytes && bytes.count == JoinOpening.length, "an opening is its file")
    },
    Parser(name: "joining-progress") { bytes in
      for bytes in [bytes, signed(signed(bytes, at: 40 + 32), at: 40 + Invitation.length + 48)] {
        guard let read = try? JoiningProgress(bytes, file: "state") else { continue }
        holds(read.encode() == bytes, "there is one way to write a joining")
        _ = (read.part?.code, read.part?.otherKeys)
      }
    },
  ]

  /// The same with a public identity in it whose signature fits, so that the parser goes beyond it.
  private static func signed(_ bytes: [UInt8], at place: Int) -> [UInt8] {
    guard let ada = KnownPartner.ada, bytes.count >= place + PublicIdentity.length else {
      return bytes
    }
    return bytes[..<place] + PublicIdentity.encode(ada.identity)
      + bytes[(place + PublicIdentity.length)...]
  }
}
