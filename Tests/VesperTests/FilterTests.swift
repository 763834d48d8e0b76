import Care
import FoundationEssentials
import Testing
import Vault

@Suite struct `The filters of list, search and show` {
  private struct Found: Decodable {
    let id: String
    let kind: String
    let author: String
    let audience: String
    let about: String
    let tags: [String]
  }

  /// One option, and which entries it leaves.
  private struct Choice {
    let words: String
    let admits: @Sendable (Found) -> Bool

    init(_ words: String, _ admits: @escaping @Sendable (Found) -> Bool) {
      self.words = words
      self.admits = admits
    }
  }

  private static let any = Choice("") { _ in true }
  private static let choices: [[Choice]] = [
    [any]
      + ["feeling", "win", "checkin", "advice"].map { kind in
        Choice("--kind \(kind)") { $0.kind == kind }
      },
    [
      any, Choice("--audience me") { $0.audience == "private" },
      Choice("--audience us") { $0.audience == "shared" },
    ],
    [
      any, Choice("--by me") { $0.author == "Ada" }, Choice("--by partner") { $0.author == "Noor" },
      Choice("--by ADA") { $0.author == "Ada" },
    ],
    [any, Choice("--tag dusk") { $0.tags.contains("dusk") }],
    [
      any, Choice("--since yesterday") { $0.about >= "2026-03-01" },
      Choice("--until 2026-02-28") { $0.about <= "2026-02-28" },
    ],
  ]

  /// Every kind there is, by both, for one and for two, about three days, some with a tag.
  private func full() throws -> Household {
    let home = try Household.couple()
    let days = ["today", "yesterday", "2026-02-20"]
    var turn = 0
    for kind in Kinds.all where kind.hasCommand && kind.name != "reflection" {
      let json = String(decoding: try EntryCoding.json(of: kind.example), as: UTF8.self)
      for name in ["Ada", "Noor"] {
        for flag in kind.audiences == .either ? ["--me", "--us"] : [""] {
          let input = turn % 2 == 0 ? json : #"{"tags": ["dusk"], \#(json.dropFirst())"#
          try home.done(
            "\(kind.command) \(flag) --as \(name) --on \(days[turn % 3])", input: input)
          home.time.pass(seconds: 1)
          turn += 1
        }
      }
    }
    return home
  }

  @Test func `mark what is off its list, and leave it out with --current`() throws {
    let home = try Household.couple()
    for what in ["a walk", "a talk"] {
      home.time.pass(seconds: 1)
      try home.done("goal add --as Ada", input: #"{"what": "\#(what)"}"#)
    }
    let walk = try #require(try list(home, "list --kind goal").last).id
    home.time.pass(seconds: 1)
    try home.done("goal retire --as Noor \(walk.prefix(8))")
    for words in ["list", "list --kind goal", "list --by Ada"] {
      let said = try home.done("\(words) --as Ada").out
      #expect(said.contains("goal, off the list: a walk"), "\(words)")
      #expect(said.contains("goal: a talk"), "\(words)")
    }
    for words in ["list --current", "list --kind goal --current", "search --current"] {
      let said = try home.done("\(words) --as Ada", input: "a").out
      #expect(!said.contains("a walk") && said.contains("a talk"), "\(words)")
    }
    // Nobody takes anything off that is no list of both: an id alone takes nothing away.
    try home.done("write --as Ada --us", input: "The bench.")
    let words = try #require(try list(home, "list --last 1").first).id
    let noor = try home.diary(of: "Noor")
    home.time.pass(seconds: 1)
    let id = try noor.entry(words).id
    try noor.retire(id, .shared)
    #expect(try home.done("list --current --as Ada").out.contains("reflection: The bench."))
  }

  @Test func `that find nothing say so, and not that nothing is there`() throws {
    let home = try Household.couple()
    #expect(try home.done("list --as Ada").out == "Nothing here yet.\n")
    try home.done("write --as Ada", input: "The bench.")
    for words in ["list --tag dusk", "list --since tomorrow", "show --kind win", "list --us"] {
      #expect(try home.done("\(words) --as Ada").out == "Nothing fits that.\n", "\(words)")
    }
  }

  private func list(_ home: Household, _ words: String) throws -> [Found] {
    let out = try home.done("\(words) --json --as Ada").output
    return try JSONDecoder().decode([Found].self, from: Data(out))
  }

  @Test func `hold together, for every kind`() throws {
    let home = try full()
    let all = try list(home, "list")
    #expect(all.count > 30 && !all.contains { $0.author == "Noor" && $0.audience == "private" })
    var number = 0
    var combinations: [[Choice]] = [[]]
    for choices in Self.choices {
      combinations = combinations.flatMap { made in choices.map { made + [$0] } }
    }
    for combination in combinations {
      number += 1
      // Each option meets each other one; all of the 360 would only take longer.
      guard number % 11 == 0 else { continue }
      let expected = all.filter { entry in combination.allSatisfy { $0.admits(entry) } }.map(\.id)
      let words = combination.map(\.words).joined(separator: " ")
      #expect(try list(home, "list \(words)").map(\.id) == expected, "\(words)")
      #expect(try list(home, "list --last 2 \(words)").map(\.id) == Array(expected.prefix(2)))
    }
    let first = try #require(all.first { $0.kind == "win" })
    #expect(try list(home, "show --kind win --last 1").map(\.id) == [first.id])
  }
}
