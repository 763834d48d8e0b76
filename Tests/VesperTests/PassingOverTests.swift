import Care
import FoundationEssentials
import Testing
import Vault

@testable import VesperProgram

/// What commands say is the same whether or not segments are passed over by their summaries.
@Suite struct `A long diary` {
  /// So long that fifty of them fill a segment.
  private static let long = String(repeating: "a word and another, ", count: 210)

  /// Five years, in four segments of one's own and two of what each has for both; what is seldom written
  /// stands at its beginning, and is amended, taken off and forgotten at its end.
  private func lived() throws -> (Household, Care.Entry) {
    let home = try Household.couple()
    let ada = try home.diary(of: "Ada")
    let noor = try home.diary(of: "Noor")
    let today = ada.today
    let walk = try ada.write(Closeness(what: "a walk", cost: 2), .shared)
    try noor.write(Closeness(what: "a film", cost: 1), .shared)
    try ada.write(
      Medicine(name: "amitriptyline", change: .start), .private, today.adding(days: -1_500))
    let like = try ada.write(Like(what: "rain on the roof"), .shared)
    try ada.write(Question(text: "Asked long ago?"), .private, today.adding(days: -900))
    let lines = (0..<180).map { number in
      let kind = number % 5 == 0 ? "checkin" : "reflection"
      let body =
        number % 5 == 0
        ? #"{"pain":\#(number % 11),"note":"\#(Self.long)"}"# : #"{"text":"\#(Self.long)"}"#
      let day = today.adding(days: -10 * (180 - number))
      return #"{"id":"\#(String(repeating: "0", count: 28))\#(1_000 + number)","kind":"\#(kind)","#
        + #""author":"Ada","audience":"private","about":"\#(day)","#
        + #""entered":"\#(day)T20:00:00.000+00:00","tags":[],"body":\#(body)}"#
    }
    let taken = try home.run(
      "import --from vesper --as Ada", input: lines.joined(separator: "\n") + "\n")
    try #require(taken.code == 0, "\(taken.err)")
    for number in 0..<70 {
      let day = today.adding(days: 4 * (number - 70))
      try ada.write(Reflection(text: "ours \(number) \(Self.long)"), .shared, day)
      try noor.write(Reflection(text: "theirs \(number) \(Self.long)"), .shared, day)
    }
    try ada.write(Visit(window: DaySpan(days: 14)), .private)
    let visit = try #require(try ada.visits().first)
    var pick = VisitPick(visit: visit.id)
    pick.strips = [.pain]
    pick.medicines = true
    pick.lines = [try #require(try ada.candidates(for: visit).first { $0.value is Question }).id]
    #expect(try ada.pick(pick, for: visit).problems.isEmpty)
    for id in [like, walk] {
      let entry = try ada.entry(id.description)
      try ada.amend(entry, with: EntryInput(value: entry.value))
    }
    try ada.retire(walk, .shared)
    return (home, visit)
  }

  private static let readings = [
    "list --kind closeness --as Ada", "list --kind closeness --current --as Ada",
    "list --kind checkin --since 40d --as Ada", "list --kind like --as Noor",
    "list --since 2023-01-01 --until 2023-02-01 --as Ada",
    "list --us --by Noor --since 9d --as Ada",
    "list --kind question --json --as Ada", "list --kind med --as Ada", "comfort --as Noor",
    "search --since 20d --file - --as Ada", "today --as Ada", "today --as Noor",
    "visit export --format text --output - --as Ada", "list --last 3 --kind reflection --as Noor",
  ]

  private func summaries(_ home: Household) throws -> [String] {
    try home.tree().keys.filter { $0.hasSuffix(".summaries") }
  }

  /// What each command prints, with the summaries that are there, or with none.
  private func said(_ home: Household, without isWithout: Bool) throws -> [Outcome] {
    try Self.readings.map { words in
      if isWithout {
        for path in try summaries(home) { try FileManager.default.removeItem(atPath: path) }
      }
      let outcome = try home.run(words, input: words.hasPrefix("search") ? "theirs 6" : "")
      #expect(outcome.code == 0, "\(words): \(outcome.err)")
      return outcome
    }
  }

  private func compare(_ home: Household) throws {
    let without = try said(home, without: true)
    // Once while they are being made, and once with all of them.
    for _ in 0..<2 {
      for (words, (now, before)) in zip(
        Self.readings, zip(try said(home, without: false), without))
      {
        #expect(now == before, "\(words)")
      }
    }
    #expect(try summaries(home).count == 2)
  }

  @Test func `reads the same with summaries and without, whatever was written since`() throws {
    let (home, visit) = try lived()
    #expect(try home.run("visit preview --as Ada").code == 0)
    try compare(home)
    let (ada, noor) = (try home.diary(of: "Ada"), try home.diary(of: "Noor"))
    let questions = try ada.candidates(for: visit).filter { $0.value is Question }
    #expect(questions.count == 1)
    // What is old comes back with other words, and is gone.
    for number in 0..<60 {
      try noor.write(Reflection(text: "later \(number) \(Self.long)"), .shared)
      if number == 20 { try noor.write(Closeness(what: "the rain", cost: 0), .shared) }
    }
    let film = try #require(
      try noor.entries().next(where: { ($0.value as? Closeness)?.what == "a film" }))
    try noor.amend(film, with: EntryInput(value: Closeness(what: "a long film", cost: 2)))
    let question = try #require(questions.first)
    _ = try ada.forget(question)
    #expect(try home.run("visit preview --as Ada").code == 0)
    try compare(home)
    let closeness = try home.run("list --kind closeness --as Ada").out
    #expect(closeness.contains("a long film") && closeness.contains("the rain"))
    #expect(try home.run("list --kind question --as Ada").out.contains("Nothing"))
  }
}

/// How often the sealed state is written.
@Suite struct `Writing` {
  /// The halves of Ada's state that a command changes.
  private func halvesChanged(_ home: Household, by words: String, _ input: String) throws -> Int {
    func halves() throws -> [[[UInt8]]] {
      try home.tree().sorted { $0.key < $1.key }.filter { $0.key.hasSuffix(".state") }.map {
        [Array($0.value.prefix($0.value.count / 2)), Array($0.value.suffix($0.value.count / 2))]
      }
    }
    let before = try halves()
    let outcome = try home.run(words, input: input)
    try #require(outcome.code == 0, "\(outcome.err)")
    return zip(before, try halves()).reduce(0) { sum, pair in
      sum + zip(pair.0, pair.1).count { $0 != $1 }
    }
  }

  @Test func `an entry takes one state, also the first after a while`() throws {
    let home = try Household.couple()
    let both = ["write --file - --as Ada", "write --file - --us --as Ada"]
    // Their logs begin, and what was looked through is remembered.
    for words in both + both { #expect(try home.run(words, input: "A first.").code == 0) }
    for words in both {
      for seconds in [10, 360] {
        // The session does not wait for ten minutes; the time is noted after them.
        home.time.pass(seconds: seconds)
        #expect(try halvesChanged(home, by: "list --as Ada", "") == 0)
        home.time.pass(seconds: seconds)
        #expect(try halvesChanged(home, by: words, "A quiet evening.") == 1, "\(words)")
      }
    }
    // Who only reads has the time remembered too.
    home.time.pass(seconds: 400)
    #expect(try halvesChanged(home, by: "list --as Ada", "") == 0)
    home.time.pass(seconds: 400)
    #expect(try halvesChanged(home, by: "list --as Ada", "") == 1)
    #expect(try halvesChanged(home, by: "list --as Ada", "") == 0)
  }
}

extension EntrySequence {
  fileprivate func next(where isWanted: (Care.Entry) -> Bool) throws -> Care.Entry? {
    while let entry = try next() { if isWanted(entry) { return entry } }
    return nil
  }
}
