import FoundationEssentials
import Sodium
import Synchronization
import Testing

@testable import Vault

/// The vectors that Tests/Conformance wrote from docs/format.md alone, judged by the Swift code.
struct VectorTests {
  private enum Outcome: Equatable {
    /// Of the whole.
    case of(String)
    /// A word for each log.
    case logs([String: String])
  }

  @Test func `there are at least 150 vectors`() throws {
    #expect(Vector.all.count >= 150)
    let files = try Storage.names(in: Vector.folder).filter { $0.hasSuffix(".vector") }
    #expect(Vector.all.count == files.count)
  }

  @Test(arguments: Vector.all)
  func `every vector has the outcome that its header says`(_ vector: Vector) throws {
    let root = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: root) }
    try vector.layOut(at: root)
    #expect(try found(vector, root) == expected(vector), "\(vector.header["why"] ?? "")")
  }

  private func expected(_ vector: Vector) throws -> Outcome {
    let text = try vector.said("expect")
    let whole = [
      "good", "wrong passphrase", "refused", "damaged", "future version", "not a vault",
    ]
    if whole.contains(text) { return .of(text) }
    var words: [String: String] = [:]
    for pair in text.split(separator: ", ") {
      let space = try #require(pair.firstIndex(of: " "))
      let word = String(pair[space...].dropFirst())
      if word != "absent" { words[String(pair[..<space])] = word }
    }
    return .logs(words)
  }

  private func found(_ vector: Vector, _ root: String) throws -> Outcome {
    let places = Places(
      vault: "\(root)/vault",
      environment: ["XDG_DATA_HOME": "\(root)/data", "XDG_STATE_HOME": "\(root)/state"])
    let reader = try partner(vector.said("reads").lowercased())
    do {
      if try vector.said("subject") == "public identity" {
        let other = try partner("noor")
        _ = try PublicIdentity(TestVault.read(places.publicIdentity(other)), named: other)
        return .of("good")
      }
      _ = try OpenVault.identify(places)
      let identity = try opened(reader, places, vector.said("passphrase"))
      return try .logs(verdicts(OpenVault(places, as: identity, randomness: .seeded([1]))))
    } catch let error as VaultError {
      return .of(word(for: error, places, reader))
    }
  }

  private func partner(_ name: String) throws -> PartnerID {
    let path = try #require(Vector.shortNames.get()["\(name).key"])
    return try #require(PartnerID(hex: path.split(separator: "/").last?.dropLast(4) ?? ""))
  }

  private func word(for error: VaultError, _ places: Places, _ reader: PartnerID) -> String {
    switch error {
    case .noVault: return "not a vault"
    case .newerVersion: return "future version"
    case .wrongPassphrase: return "wrong passphrase"
    case .damaged(let damage) where damage.reason == .bounds:
      // An unknown version and a name that is none have the same reason. Only costs out of bounds
      // are refused, before a passphrase is tried.
      let bytes = try? TestVault.read(places.identity(reader))
      let isBefore = (try? Identities.read(reader, places)) == nil
      return bytes?.dropFirst(8).prefix(2) == [1, 0] && isBefore ? "refused" : "damaged"
    case .damaged, .unusableName: return "damaged"
    default: return "\(error)"
    }
  }

  private func verdicts(_ vault: OpenVault) throws -> [String: String] {
    let known = Dictionary(
      try Vector.shortNames.get().map { ($0.value.split(separator: "/").last ?? "", $0.key) }
    ) { first, _ in first }
    var words: [String: String] = [:]
    func note(_ log: LogID, _ word: String) {
      let name = known["\(log)"] ?? "\(log)"
      #expect(words[name] == nil || words[name] == word, "two verdicts on \(name)")
      words[name] = word
    }
    let reports = try vault.verify(nil)
    for report in reports {
      let isNewer = report.verdict == .damaged && report.damage?.reason == .newer
      note(report.log, isNewer ? "future version" : report.verdict.rawValue)
    }
    for missing in try vault.missingLogs(namedIn: reports) {
      note(missing.head.log, missing.verdict.rawValue)
    }
    return words
  }

  /// What a passphrase has opened before, by file and passphrase: a derivation is slow on purpose.
  private static let payloads = Mutex<[[UInt8]: [UInt8]]>([:])

  private func opened(_ partner: PartnerID, _ places: Places, _ words: String) throws -> Identity {
    let file = (try? TestVault.read(places.identity(partner))) ?? []
    let key = file + Array(words.utf8)
    if let payload = VectorTests.payloads.withLock({ $0[key] }) {
      return try Identity.read(SecretBytes(copying: payload), file: "vector")
    }
    let identity = try Identities.open(partner, places, passphrase: passphrase(words))
    let payload = try identity.payload()
    let bytes = try payload.revealed(0..<payload.count)
    VectorTests.payloads.withLock { $0[key] = bytes }
    return identity
  }
}
