import Testing

@Suite struct `The rooms of the house` {
  /// What each folder may import; design.md § Rooms.
  static let allowed: [(folder: String, modules: Set<String>)] = [
    ("Sources/Sodium", ["Clibsodium", "Clibkeyutils", "Glibc", "Synchronization"]),
    ("Sources/Vault", ["Sodium", "FoundationEssentials", "Glibc", "Synchronization"]),
    ("Sources/Care", ["Vault", "FoundationEssentials", "Glibc"]),
    ("Sources/Reporting", ["Care", "FoundationEssentials"]),
    (
      "Sources/vesper/Program",
      ["Reporting", "Care", "Vault", "ArgumentParser", "FoundationEssentials", "Glibc"]
    ),
    (
      "Sources/vesper/Main",
      ["VesperProgram", "Care", "Vault", "FoundationEssentials", "Glibc"]
    ),
  ]

  /// What of Vault all of Care may name: words for who and where, which hold no record and open
  /// none. The rest is for `Care/Diary` alone.
  static let wordsOfVault: Set<Substring> = [
    "Identifier", "RecordID", "LogID", "PartnerID", "VaultID", "Audience", "LogClass",
  ]

  static let sources = SwiftSource.all(in: "Sources")

  @Test func `hold the files that are there`() {
    #expect(Self.sources.count > 150)
    for source in Self.sources {
      #expect(
        Self.allowed.contains { source.path.hasPrefix($0.folder + "/") }, "\(source) has no room")
    }
  }

  @Test(arguments: allowed.map(\.folder))
  func `import only what they may know`(_ folder: String) throws {
    let modules = try #require(Self.allowed.first { $0.folder == folder }?.modules)
    for source in Self.sources where source.path.hasPrefix(folder + "/") {
      let foreign = source.imports.subtracting(modules)
      #expect(foreign.isEmpty, "\(source) imports \(foreign.sorted())")
    }
  }

  @Test func `keep the vault to the diary`() {
    let vaults = Set(
      Self.sources.filter { $0.path.hasPrefix("Sources/Vault/") }.flatMap { source in
        // Types within types go by their outer names.
        source.code.split(separator: "\n").filter { !$0.hasPrefix(" ") }
          .compactMap(Self.publicType)
      }
    ).subtracting(Self.wordsOfVault)
    #expect(vaults.isSuperset(of: ["OpenVault", "RecordDraft", "Places", "Identity"]))
    for source in Self.sources
    where source.path.hasPrefix("Sources/Care/") && !source.path.hasPrefix("Sources/Care/Diary/") {
      // A file without the import can only mean words of its own.
      guard source.imports.contains("Vault") else { continue }
      let named = source.words.intersection(vaults)
      #expect(named.isEmpty, "\(source) names \(named.sorted())")
    }
  }

  @Test func `keep the import of Foundation proper out of the tests too`() {
    for source in Self.sources + SwiftSource.all(in: "Tests") {
      #expect(!source.imports.contains("Foundation"), "\(source)")
    }
  }

  @Test func `are unsafe in Sodium alone`() {
    for source in Self.sources where !source.path.hasPrefix("Sources/Sodium/") {
      let named = source.words.filter { $0 == "unsafe" || $0.contains("Unsafe") }
      #expect(named.isEmpty, "\(source) says \(named.sorted())")
    }
  }

  @Test func `have files that fit on a few screens`() {
    // Tables: every violation that the consent rules have to catch.
    let tables: Set<String> = ["Tests/CareTests/Consent/ConsentViolations.swift"]
    for source in Self.sources + SwiftSource.all(in: "Tests") {
      let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
      #expect(lines <= 300 || tables.contains(source.path), "\(source) has \(lines) lines")
    }
  }

  /// The name of a public type that a line of code declares.
  private static func publicType(_ line: Substring) -> Substring? {
    let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    guard words.first == "public",
      let keyword = words.firstIndex(where: {
        ["struct", "class", "enum", "protocol", "actor", "typealias"].contains($0)
      }), keyword + 1 < words.count
    else { return nil }
    return words[keyword + 1]
  }
}
