import Glibc
import Sodium

@testable import Vault

extension Parser {
  /// What lies in a vault, and what of it is clear.
  static let vault = [
    Parser(name: "vault-file") { bytes in
      guard let id = try? VaultFile.decode(bytes) else { return }
      holds(VaultFile.encode(id) == bytes, "one vault has one file")
    },
    Parser(name: "public-identity") { bytes in
      // The id is that of the keys in it, so that the parser goes beyond the name.
      guard bytes.count >= 80,
        let keys = try? PublicIdentity(
          boxKey: Array(bytes[16..<48]), signingKey: Array(bytes[48..<80]))
      else { return }
      guard let read = try? PublicIdentity(bytes, named: keys.partner) else { return }
      holds(read == keys, "an identity is its keys")
    },
    Parser(name: "identity-file") { bytes in
      guard bytes.count >= 116, let partner = PartnerID(bytes: Array(bytes[84..<116])) else {
        return
      }
      guard let file = try? IdentityFile(bytes, named: partner) else { return }
      holds(file.cost.isAcceptable, "no cost out of bounds is ever paid")
    },
    Parser(name: "state-contents") { bytes in
      guard let state = try? DeviceState(bytes, file: "state") else { return }
      let again = try? DeviceState(state.encode(), file: "state")
      holds(again == state, "a state is read as it was written")
      _ = (state.folders, state.left)
      if let joining = try? state.joining() {
        var copy = state
        copy.setJoining(joining)
        holds((try? copy.joining()) == joining, "a joining is read as it was written")
      }
    },
    Parser(name: "segment-header") { bytes in
      guard let raw = try? SegmentHeader.decode(bytes, file: "0.segment") else { return }
      holds(raw.bound == Array(bytes.prefix(raw.bound.count)), "what is bound is what was read")
      holds(raw.header.core == Array(bytes.prefix(152)), "there is one way to write a header")
    },
    Parser(name: "frame") { bytes in
      guard let frame = Cell.Frame(bytes) else { return }
      holds(frame.part < frame.parts, "a part is one of its parts")
    },
    Parser(name: "record") { bytes in
      // The first byte chooses the log that the record is said to stand in.
      guard bytes.count > 2 else { return }
      for header in headers where header.audience.rawValue == bytes[0] % 2 + 1 {
        let record = try? StoredRecord(Array(bytes.dropFirst()), in: header, file: "0.segment")
        if let record { holds(record.body.count <= 1 << 20, "a body has a largest size") }
      }
    },
    Parser(name: "tombstone") { _ = try? Tombstone($0, file: "0.segment") },
    Parser(name: "recovery-code") { bytes in
      // Read as the program reads it: line by line from a descriptor, into locked memory.
      guard bytes.count <= 4096 else { return }
      guard let file = given(bytes) else { return }
      defer { close(file) }
      guard let typed = try? TypedRecoveryCode.read(from: file),
        let secret = try? typed.secret(), let identity = try? Identity(secret: secret, name: "Ada"),
        let code = try? RecoveryCode(identity)
      else { return }
      holds((try? code.matches(typed)) == true, "a code is the code of its secret")
    },
    Parser(name: "backup-manifest") { bytes in
      // Ends as it has to, so that the parser goes beyond its checksum.
      let text = String(decoding: bytes, as: UTF8.self)
      let end = Array("end \(Hex.encode(BackupManifest.hash(Array(text.utf8))))\n".utf8)
      guard let manifest = try? BackupManifest(Array(text.utf8) + end) else { return }
      for file in manifest.files {
        holds(!file.path.hasPrefix("/") && !file.path.contains(".."), "no path leads elsewhere")
      }
    },
    Parser(name: "passphrase-line") { bytes in
      guard bytes.count <= 4096 else { return }
      guard let file = given(bytes) else { return }
      defer { close(file) }
      guard let line = try? PassphraseReader.read(from: file) else { return }
      let expected = bytes.prefix { $0 != UInt8(ascii: "\n") }
      holds(
        line.withSpan { span in span.indices.map { span[$0] } } == Array(expected),
        "a line is what was typed")
    },
  ]

  /// A descriptor from which these bytes, and then the end, are read; they fit into a pipe.
  private static func given(_ bytes: [UInt8]) -> Int32? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    _ = bytes.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
    close(ends[1])
    return ends[0]
  }

  private static let headers: [SegmentHeader] = [
    (LogClass.diary, Audience.private), (.diary, .shared), (.consent, .shared),
  ]
  .compactMap { logClass, audience in
    guard let author = PartnerID(bytes: [UInt8](repeating: 1, count: 32)),
      let reader = PartnerID(bytes: [UInt8](repeating: 2, count: 32))
    else { return nil }
    return SegmentHeader(
      logClass: logClass, audience: audience, number: 0, vault: VaultID(value: 1),
      log: LogID(value: 2), author: author, recipient: audience == .shared ? reader : nil,
      firstIndex: 0, previousChain: [UInt8](repeating: 0, count: 32))
  }
}
