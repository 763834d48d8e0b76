import FoundationEssentials
import Testing

@Suite struct `The format page` {
  /// Files of Vault that put no byte anywhere.
  private static let formless: Set<String> = [
    "Sources/Vault/Identity/Passphrase.swift",
    "Sources/Vault/Identity/PassphraseParts.swift",
    "Sources/Vault/Identity/PassphraseStrength.swift",
    "Sources/Vault/Identity/ProposedPassphrase.swift", "Sources/Vault/Identity/UsualWords.swift",
    "Sources/Vault/Session/Hardening.swift",
    "Sources/Vault/Session/MemorySessions.swift", "Sources/Vault/VaultError.swift",
  ]

  /// The headings of docs/format.md.
  private static let sections: Set<String> = {
    let page = FileManager.default.contents(atPath: "\(SwiftSource.root)/docs/format.md") ?? Data()
    let lines = String(decoding: page, as: UTF8.self).split(separator: "\n")
    return Set(
      lines.compactMap { line in
        line.hasPrefix("#") ? String(line.drop { $0 == "#" || $0 == " " }) : nil
      })
  }()

  @Test func `has sections`() { #expect(Self.sections.count > 10) }

  @Test(arguments: SwiftSource.all(in: "Sources/Vault"))
  func `has the section that each file of Vault names`(_ source: SwiftSource) {
    let lines = source.text.split(separator: "\n").filter { $0.hasPrefix("// docs/format.md §") }
    guard !Self.formless.contains(source.path) else {
      #expect(lines.isEmpty, "\(source) has a section after all")
      return
    }
    #expect(!lines.isEmpty, "\(source) names no section")
    for line in lines {
      for part in line.split(separator: "§").dropFirst() {
        let name = part.prefix { $0 != "(" && $0 != "," }
          .split(separator: " ").joined(separator: " ")
        let isThere = Self.sections.contains(name)
        #expect(isThere, "\(source) names \"\(name)\"")
      }
    }
  }
}
