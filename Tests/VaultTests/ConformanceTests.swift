import FoundationEssentials
import Sodium
import Testing

@testable import Vault

/// The vault that Tests/Conformance wrote from docs/format.md alone, read by the Swift code.
struct ConformanceTests {
  private struct Expected: Decodable {
    let vault: String
    let partners: [String: Partner]

    struct Partner: Decodable {
      let partner: String
      let secret: String
      let recovery: String
      let records: [Line]
      let verdicts: [Judged]
    }

    struct Line: Decodable, Equatable {
      let log: String
      let author: String
      let index: UInt64
      let id: String
      let audience: String
      let `class`: String
      let kind: UInt16
      let type: String
      let entered: Int64
      let zone: Int16
      let about: Int32
      let heads: [Named]
      let body: String?
      let bodyLength: Int?
      let bodyHash: String?
      let chain: String
    }

    struct Named: Decodable, Equatable {
      let log: String
      let index: UInt64
      let chain: String
    }

    struct Judged: Decodable, Hashable {
      let log: String
      let author: String
      let audience: String
      let `class`: String
      let verdict: String
    }
  }

  private static let folder =
    Storage.parent(of: Storage.parent(of: #filePath)) + "/Conformance/example"

  private func expected() throws -> Expected {
    let bytes = try TestVault.read("\(Self.folder)/expected.json")
    return try JSONDecoder().decode(Expected.self, from: Data(bytes))
  }

  private var places: Places {
    Places(
      vault: "\(Self.folder)/vault",
      environment: [
        "XDG_DATA_HOME": "\(Self.folder)/data", "XDG_STATE_HOME": "\(Self.folder)/state",
      ])
  }

  private func identity(_ name: String) throws -> Identity {
    let words = try TestVault.read("\(Self.folder)/\(name.lowercased()).passphrase")
    let line = try #require(
      String(decoding: words, as: UTF8.self).split(whereSeparator: \.isNewline).first)
    return try Identities.open(
      Identities.choose(named: name, places), places, passphrase: passphrase(String(line)))
  }

  /// A long body stands in the file as its length and BLAKE2b hash.
  private func line(_ record: StoredRecord) -> Expected.Line {
    let fields = record.fields
    let isLong = record.body.count > 4_096
    return Expected.Line(
      log: "\(fields.log)", author: "\(fields.author)", index: fields.index, id: "\(fields.id)",
      audience: "\(fields.audience)", class: "\(fields.logClass)", kind: fields.kind,
      type: "\(record.type)", entered: fields.entered, zone: fields.zone, about: fields.about,
      heads: record.heads.map {
        Expected.Named(log: "\($0.log)", index: $0.index, chain: Hex.encode($0.chain))
      }, body: isLong ? nil : Hex.encode(record.body),
      bodyLength: isLong ? record.body.count : nil,
      bodyHash: isLong ? Hex.encode(BLAKE2b.hash(record.body)) : nil,
      chain: Hex.encode(record.chain))
  }

  @Test(arguments: ["Ada", "Noor"])
  func `the Python vault opens with its passphrase, and every record reads as expected`(
    _ name: String
  ) throws {
    let expected = try expected()
    let partner = try #require(expected.partners[name])
    let identity = try identity(name)
    #expect(try OpenVault.identify(places).description == expected.vault)
    #expect(identity.partner.description == partner.partner)
    #expect(try identity.secret.revealed(0..<32) == Hex.decode(partner.secret, count: 32))

    let state = try #require(
      try StateFile(places, OpenVault.identify(places), identity.partner).read(with: identity))
    let vault = try OpenVault.identify(places)
    let keys = ReadingKeys(
      identity: identity, places: places, vault: vault, pinned: state.pins)
    var lines: [Expected.Line] = []
    for log in try keys.readableLogs().sorted(by: { $0.id < $1.id }) {
      var records: [StoredRecord] = []
      let finding = try LogScan.run(log, with: keys) { step in
        if let record = step.record { records.append(record) }
      }
      lines += records.filter { !finding.erased.contains($0.fields.index) }.map(line)
    }
    #expect(lines == partner.records)
  }

  @Test(arguments: ["Ada", "Noor"])
  func `reading backwards gives the same entries`(_ name: String) throws {
    let partner = try #require(expected().partners[name])
    let vault = try OpenVault(places, as: identity(name), randomness: .seeded([1]))
    let sequence = try vault.records { _ in true }
    var found: Set<String> = []
    while let record = try sequence.next() {
      let body = record.body.count > 4_096 ? BLAKE2b.hash(record.body) : record.body
      found.insert("\(record.fields.log) \(record.fields.index) \(Hex.encode(body))")
    }
    #expect(sequence.unreadable == 0)
    #expect(
      found
        == Set(
          partner.records.filter { $0.type == "entry" }.map {
            "\($0.log) \($0.index) \($0.body ?? $0.bodyHash ?? "")"
          }))
  }

  @Test(arguments: ["Ada", "Noor"])
  func `every log gets the verdict that the Python reader gives it`(_ name: String) throws {
    let partner = try #require(expected().partners[name])
    let vault = try OpenVault(places, as: identity(name), randomness: .seeded([1]))
    let reports = try vault.verify(nil)
    let judged = reports.map { report in
      Expected.Judged(
        log: "\(report.log)", author: "\(report.author)", audience: "\(report.audience)",
        class: report.logClass.map { "\($0)" } ?? "", verdict: report.verdict.rawValue)
    }
    #expect(Set(judged) == Set(partner.verdicts))
    #expect(try vault.missingLogs(namedIn: reports).isEmpty)
  }

  @Test(arguments: ["Ada", "Noor"])
  func `the recovery code is the one that the Python writer made`(_ name: String) throws {
    let partner = try #require(expected().partners[name])
    let secret = try #require(Hex.decode(partner.secret, count: 32))
    let symbols = partner.recovery.utf8.filter { $0 != UInt8(ascii: "-") }
    #expect(RecoveryReader.read(symbols) == .secret(secret))
  }

  @Test(arguments: ["Ada", "Noor"])
  func `the Python vault can be written to, on another machine, in logs of its own`(
    _ name: String
  ) throws {
    let root = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: root) }
    let (folders, files) = try tree(Self.folder)
    for folder in folders { try Storage.createFolder("\(root)/\(folder)") }
    for (path, bytes) in files { try TestVault.write(bytes, to: "\(root)/\(path)") }
    let places = Places(
      vault: "\(root)/vault",
      environment: ["XDG_DATA_HOME": "\(root)/data", "XDG_STATE_HOME": "\(root)/state"])
    let vault = try OpenVault(places, as: identity(name), randomness: .seeded([1]))
    let before = try vault.verify(nil).count
    for audience in [Audience.private, .shared] {
      try vault.append(draft("from Swift", audience, at: .max))
    }
    #expect(try vault.verify(nil).count == before + 2)
    #expect(try vault.all().prefix(2).map(\.text) == ["from Swift", "from Swift"])
    for (path, bytes) in files where path.hasSuffix(".segment") {
      #expect(try TestVault.read("\(root)/\(path)") == bytes)
    }
  }
}
