import Seeded
import Sodium
import Testing

@testable import Vault

/// Segments are passed over where nothing in them is wanted, and nothing else comes of it.
@Suite(.temporaryVault) struct `Summaries of segments` {
  private func ask(_ person: TestVault.Person, _ question: Question, skimming: Bool = true) throws
    -> Answer
  {
    let vault = try TestVault.current.open(person)
    let passesOver: (SegmentSummary) -> Bool = { question.passesOver($0) }
    let records = try vault.records(
      of: .diary, until: { $0.entered < question.edge }, where: { question.admits($0) },
      passingOver: skimming ? passesOver : nil)
    var texts: [String] = []
    while let record = try records.next() { texts.append(record.text) }
    return Answer(texts: texts, cells: records.cellsOpened, unreadable: records.unreadable)
  }

  /// The answer, which is the same whether or not segments are passed over.
  @discardableResult
  private func answer(_ person: TestVault.Person, _ question: Question) throws -> [String] {
    let whole = try ask(person, question, skimming: false)
    let skimmed = try ask(person, question)
    #expect(skimmed.texts == whole.texts)
    return whole.texts
  }

  private func path(_ person: TestVault.Person) throws -> String {
    let vault = try TestVault.current
    return vault.places.summaries(vault.vault, person.partner)
  }

  /// One log of seven segments: kind 9 stands in the third alone, kind 8 in the first.
  private func lived() throws -> (TestVault, LogPlace) {
    let vault = try TestVault.current
    try vault.open(vault.ada).write(
      (0..<3_500).map { number in
        let kind: UInt16 = number == 1_100 ? 9 : number == 20 ? 8 : 7
        return draft("\(number)", at: Int64(number), kind: kind, about: Int32(number / 10))
      })
    let log = try vault.log(vault.ada, .private)
    try #require(try log.segments() == Array(0...6))
    return (vault, log)
  }

  @Test func `a segment without anything wanted is not opened again`() throws {
    let (vault, _) = try lived()
    let question = Question(kinds: [9])
    let first = try ask(vault.ada, question)
    #expect(first.texts == ["1100"] && first.cells > 3_000)
    let second = try ask(vault.ada, question)
    #expect(second.texts == ["1100"] && second.unreadable == 0)
    // The newest segment is read cell by cell, and the one that holds it.
    #expect(second.cells < 3 * 512)
    let some = Question(kinds: [7], days: 120...121)
    #expect(try answer(vault.ada, some).count == 20)
    #expect(try ask(vault.ada, some).cells < 3 * 512)
    #expect(try ask(vault.ada, Question(kinds: [7, 200], days: 9_000...9_999)).texts.isEmpty)
  }

  @Test func `a log is left off in the same place`() throws {
    let (vault, _) = try lived()
    for edge in [0, 900, 1_100, 1_101, 3_400, 9_000] {
      try answer(vault.ada, Question(kinds: [8, 9], edge: Int64(edge)))
    }
    // A clock that was set back: what is older stands after what is newer.
    try vault.open(vault.ada).write((0..<1_200).map { draft("back \($0)", at: 50, kind: 7) })
    try vault.open(vault.ada).write((0..<600).map { draft("on \($0)", at: 5_000, kind: 7) })
    for edge in [40, 60, 1_101] {
      try answer(vault.ada, Question(kinds: [8, 9], edge: Int64(edge)))
    }
  }

  @Test func `reading puts them on the disk, and consent is not among them`() throws {
    let (vault, log) = try lived()
    try vault.open(vault.ada).write(
      (0..<1_100).map { draft("agreed \($0)", .shared, .consent, at: Int64($0)) })
    try #require(try !Storage.exists(path(vault.ada)))
    _ = try ask(vault.ada, Question(kinds: [9]))
    let bytes = try TestVault.read(path(vault.ada))
    #expect(bytes.count == 4_096)
    let summaries = Summaries(
      vault.places, vault.vault, Reader(try vault.identity(vault.ada)))
    for number in try log.segments() { #expect(summaries.isKept(number, in: log) == (number < 6)) }
    let consent = try vault.log(vault.ada, .shared)
    #expect(try consent.segments().allSatisfy { !summaries.isKept($0, in: consent) })
    _ = try ask(vault.ada, Question(kinds: [9]))
    #expect(try TestVault.read(path(vault.ada)) == bytes)
    #expect(try !paths(vault.places.state).contains { $0.contains(".new-") })
    // They name no day and no kind in the clear, and nothing that the logs do not show.
    let others = "\(vault.noor.partner).summaries"
    #expect(try !paths(vault.places.state).contains { $0.hasSuffix(others) })
  }

  @Test func `a flipped bit, a cut, another partner's, none: never trusted, and made anew`() throws
  {
    let (vault, _) = try lived()
    let question = Question(kinds: [8, 9])
    _ = try ask(vault.ada, question)
    let right = try TestVault.read(path(vault.ada))
    let noor = Summaries(
      vault.places, vault.vault, Reader(try vault.identity(vault.noor)))
    let sum = try #require(
      Summaries(vault.places, vault.vault, Reader(try vault.identity(vault.ada)))
        .summary(of: 1, in: vault.log(vault.ada, .private)))
    noor.keep(sum)
    noor.save()
    var wrong: [[UInt8]] = [
      [], [7], Array(right.dropLast()), Array(right.dropLast(4_000)), right + right,
      [UInt8](repeating: 0, count: 4_096), try TestVault.read(path(vault.noor)),
    ]
    for place in stride(from: 0, to: right.count, by: 397) {
      var flipped = right
      flipped[place] ^= 1 << UInt8(place % 8)
      wrong.append(flipped)
    }
    for bytes in wrong {
      try TestVault.write(bytes, to: path(vault.ada))
      let answer = try ask(vault.ada, question)
      #expect(answer.texts == ["1100", "20"] && answer.cells > 3_000)
      #expect(try ask(vault.ada, question).cells < 4 * 512)
    }
    try removeFile(path(vault.ada))
    try symlinked("/etc/passwd", path(vault.ada))
    #expect(try ask(vault.ada, question).texts == ["1100", "20"])
  }

  @Test func `what was summed up before a log took another way is not trusted after it`() throws {
    let vault = try TestVault.current
    func write(_ kind: UInt16, _ count: Int) throws {
      try vault.open(vault.ada).write(
        (0..<count).map { draft("\(kind) \($0)", at: Int64($0), kind: $0 % 100 == 0 ? kind : 7) })
    }
    try write(7, 600)
    let before = try tree(vault.root).files
    try write(9, 1_500)
    _ = try ask(vault.ada, Question(kinds: [9]))
    let summaries = try TestVault.read(path(vault.ada))
    // Everything is brought back, and the log goes on otherwise, in the same segments.
    for (file, bytes) in before { try TestVault.write(bytes, to: "\(vault.root)/\(file)") }
    let log = try vault.log(vault.ada, .private)
    for number in try log.segments() where number > 1 { try removeFile(log.path(of: number)) }
    try write(20, 1_500)
    try TestVault.write(summaries, to: path(vault.ada))
    #expect(try answer(vault.ada, Question(kinds: [20])).count == 15)
    #expect(try answer(vault.ada, Question(kinds: [9])).isEmpty)
    #expect(try answer(vault.ada, Question(kinds: [20])).count == 15)
  }

  @Test func `a segment that says what is erased is always read`() throws {
    let (vault, log) = try lived()
    let ada = try vault.open(vault.ada)
    let all = try ada.all()
    let victim = try #require(all.first { $0.text == "20" })
    _ = try ask(vault.ada, Question(kinds: [8]))
    let bytes = try TestVault.read(log.path(of: 0))
    try ada.forget([victim.fields.id], at: RecordTime(entered: 4_000, zone: 0, today: 0))
    let summaries = Summaries(
      vault.places, vault.vault, Reader(try vault.identity(vault.ada)))
    #expect(!summaries.isKept(0, in: log) && summaries.isKept(1, in: log))
    try ada.write((0..<2_000).map { draft("later \($0)", at: Int64(5_000 + $0)) })
    #expect(try answer(vault.ada, Question(kinds: [8])).isEmpty)
    #expect(try answer(vault.ada, Question(kinds: [9])) == ["1100"])
    // The record stands there again, as where the overwriting never reached the disk.
    try TestVault.write(bytes, to: log.path(of: 0))
    for _ in 0..<2 { #expect(try answer(vault.ada, Question(kinds: [8])).isEmpty) }
  }

  /// What is kept on the disk now.
  private func kept(_ person: TestVault.Person) throws -> Summaries {
    let vault = try TestVault.current
    return Summaries(vault.places, vault.vault, Reader(try vault.identity(person)))
  }

  @Test
  func `a segment in which something is erased is not summed up: the log can be brought back`()
    throws
  {
    let (vault, log) = try lived()
    let before = try tree(vault.root).files
    let ada = try vault.open(vault.ada)
    let victim = try #require(try ada.all().first { $0.text == "20" })
    try ada.forget([victim.fields.id], at: RecordTime(entered: 4_000, zone: 0, today: 0))
    try ada.write((0..<700).map { draft("later \($0)", at: Int64(5_000 + $0)) })
    for _ in 0..<2 { #expect(try answer(vault.ada, Question(kinds: [8])).isEmpty) }
    #expect(try !kept(vault.ada).isKept(0, in: log) && kept(vault.ada).isKept(1, in: log))
    for (file, bytes) in before { try TestVault.write(bytes, to: "\(vault.root)/\(file)") }
    for number in try log.segments() where number > 6 { try removeFile(log.path(of: number)) }
    #expect(try answer(vault.ada, Question(kinds: [8])) == ["20"])
  }

  @Test func `a tombstone that no erasure names is not summed up: the record can come back`() throws
  {
    let (vault, log) = try lived()
    let bytes = try TestVault.read(log.path(of: 0))
    let forger = try Forger(vault, log, 0, as: vault.ada)
    var cell = 1
    while try forger.record(at: cell).fields.kind != 8 { cell += try forger.record(at: cell).parts }
    let record = try forger.record(at: cell)
    try forger.put(
      forger.cells(forger.tombstone(of: record), as: .tombstone, parts: record.parts, at: cell),
      at: cell)
    for _ in 0..<2 { #expect(try answer(vault.ada, Question(kinds: [8])).isEmpty) }
    try TestVault.write(bytes, to: log.path(of: 0))
    #expect(try answer(vault.ada, Question(kinds: [8])) == ["20"])
  }

  @Test func `what was said of a forgotten record goes, however it came to be there`() throws {
    let (vault, log) = try lived()
    let ada = try vault.open(vault.ada)
    let victim = try #require(try ada.all().first { $0.text == "20" })
    _ = try ask(vault.ada, Question(kinds: [8]))
    let before = try TestVault.read(path(vault.ada))
    try removeFile(path(vault.ada))
    // A reading that begins before, and ends after.
    var reading: RecordSequence? = try ada.records(
      of: .diary, where: { $0.kind == 8 }, passingOver: { _ in false })
    #expect(try reading?.next()?.text == "20")
    try vault.open(vault.ada).forget(
      [victim.fields.id], at: RecordTime(entered: 4_000, zone: 0, today: 0))
    reading = nil
    #expect(try !kept(vault.ada).isKept(0, in: log))
    // A file from before the forgetting.
    try TestVault.write(before, to: path(vault.ada))
    try #require(try kept(vault.ada).isKept(0, in: log))
    #expect(try answer(vault.ada, Question(kinds: [8])).isEmpty)
    #expect(try !kept(vault.ada).isKept(0, in: log) && kept(vault.ada).isKept(1, in: log))
  }

  @Test func `a spoilt segment is not summed up, and shows again once it is mended`() throws {
    let (vault, log) = try lived()
    let bytes = try TestVault.read(log.path(of: 2))
    try Forger(vault, log, 2, as: vault.ada).spoil(300)
    for _ in 0..<2 { try answer(vault.ada, Question(kinds: [9])) }
    #expect(try ask(vault.ada, Question(kinds: [9])).unreadable > 0)
    try TestVault.write(bytes, to: log.path(of: 2))
    #expect(try answer(vault.ada, Question(kinds: [9])) == ["1100"])
    // One that is missing is not passed over to another's summary.
    try removeFile(log.path(of: 3))
    #expect(try answer(vault.ada, Question(kinds: [8, 9])) == ["1100", "20"])
    try TestVault.write(bytes, to: log.path(of: LogPlace.Branch(number: 2, copy: 1)))
    #expect(try answer(vault.ada, Question(kinds: [8, 9])) == ["1100", "20"])
  }

  @Test(arguments: 0..<4)
  func `generated diaries give the same with them and without`(_ seed: Int) throws {
    let vault = try TestVault.current
    var chance = Chance(seed: UInt64(seed))
    var kept: [(person: TestVault.Person, id: RecordID)] = []
    for stage in 0..<5 {
      for person in [vault.ada, vault.noor] {
        for audience in Audience.allCases {
          let open = try vault.open(person)
          let count = Int.random(in: 0...700, using: &chance)
          let drafts = (0..<count).map { number in
            // Some are of long ago, some were entered by a clock that was wrong.
            let day = Int32(stage * 100 + number / 7)
            let back = Int.random(in: 0..<20, using: &chance) == 0 ? Int32(200) : 0
            let kind: UInt16 =
              Int.random(in: 0..<250, using: &chance) == 0
              ? [8, 9, 127, 128, 300][Int.random(in: 0..<5, using: &chance)] : 7
            let wrong = Int.random(in: 0..<300, using: &chance) == 0 ? Int64(90) : 0
            return draft(
              "\(stage) \(number)", audience, at: Int64(day) - wrong, kind: kind, about: day - back)
          }
          let ids = drafts.isEmpty ? [] : try open.append(drafts)
          kept += ids.shuffled(using: &chance).prefix(2).map { (person, $0) }
          if Int.random(in: 0..<4, using: &chance) == 0 { try open.leaveLog(.diary, audience) }
        }
      }
      for _ in 0..<2 where !kept.isEmpty {
        let (person, id) = kept.remove(at: Int.random(in: 0..<kept.count, using: &chance))
        // One that stands in a log that was left cannot be forgotten here.
        try? vault.open(person).forget([id], at: RecordTime(entered: 1_000, zone: 0, today: 0))
      }
      for _ in 0..<6 {
        let first = Int32.random(in: -300...600, using: &chance)
        let question = Question(
          kinds: Set([[8], [9], [128], [127, 300], [7]].randomElement(using: &chance) ?? []),
          days: first...(first + Int32.random(in: 0...90, using: &chance)),
          edge: Int64([Int.min, 150, 320].randomElement(using: &chance) ?? 0))
        for person in [vault.ada, vault.noor] { try answer(person, question) }
      }
    }
  }
}
