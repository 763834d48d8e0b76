import FoundationEssentials
import Testing
import Vault

@testable import Care

@Suite struct `A line of an export` {
  private func lines(_ entries: [Entry], by name: String = "Ada") throws -> [UInt8] {
    try entries.flatMap { try ExportLine(entry: $0, author: name).bytes() }
  }

  private func entry(_ value: any EntryKind, _ number: UInt128, amends: UInt128? = nil) throws
    -> Entry
  {
    let author = try #require(PartnerID(bytes: [UInt8](repeating: 1, count: 32)))
    return Entry(
      id: RecordID(value: number), value: value, author: author,
      audience: type(of: value).audiences.allows(.private) ? .private : .shared,
      about: CivilDate(day: 20_000),
      entered: Moment(milliseconds: 5_000 + Int64(number), offsetMinutes: 60),
      tags: ["bench"], amends: amends.map { RecordID(value: $0) })
  }

  @Test(arguments: Kinds.all.map { $0.name })
  func `of every kind is read back`(_ name: String) throws {
    let kind = try Kinds.kind(named: name)
    let bytes = try lines([entry(kind.example, 7)])
    let read = try VesperExport(bytes).lines
    #expect(read.count == 1 && read.first?.author == "Ada")
    #expect(try lines(read.map(\.entry)) == bytes)
  }

  @Test func `says what it says in a fixed order`() throws {
    let text = String(
      decoding: try lines([entry(Reflection(text: "Tea \"and\" rain\nä"), 7, amends: 3)]),
      as: UTF8.self)
    #expect(
      text == #"""
        {"id":"00000000000000000000000000000007","kind":"reflection","author":"Ada","audience":"private","about":"2024-10-04","entered":"1970-01-01T01:00:05.007+01:00","tags":["bench"],"amends":"00000000000000000000000000000003","body":{"text":"Tea \"and\" rain\nä"}}

        """#)
  }

  @Test func `is taken as it reads now, once for all versions`() throws {
    let versions = try [
      entry(Reflection(text: "first"), 3), entry(Reflection(text: "third"), 9, amends: 3),
      entry(Reflection(text: "second"), 5, amends: 3), entry(Reflection(text: "other"), 6),
    ]
    let found = try VesperExport(lines(versions)).imported(by: "ADA")
    #expect(found.entries.compactMap { ($0.value as? Reflection)?.text } == ["third", "other"])
    #expect(found.entries.first?.source == "vesper:00000000000000000000000000000003")
    #expect(found.byOthers == 0 && found.onlyShared == 0)
    #expect(try VesperExport(lines(versions)).imported(by: "Noor").byOthers == 4)
  }

  @Test(arguments: [
    #"{"id":1}"#, "[]", "null", #"{"kind":"reflection"}"#, "x",
  ])
  func `that does not fit refuses the whole file, and is named`(_ line: String) throws {
    let good = try lines([entry(Reflection(text: "good"), 7)])
    let error = #expect(throws: CareError.self) {
      _ = try VesperExport(good + Array((line + "\n").utf8) + good)
    }
    #expect(error?.sentence.contains("line 2") == true)
  }

  @Test(arguments: ["id", "kind", "author", "audience", "about", "entered", "tags", "body"])
  func `needs every member`(_ key: String) throws {
    let text = String(decoding: try lines([entry(Reflection(text: "good"), 7)]), as: UTF8.self)
    #expect(throws: CareError.self) {
      _ = try VesperExport(Array(text.replacing("\"\(key)\":", with: "\"\(key)x\":").utf8))
    }
  }

  @Test func `is bounded`() {
    let long = [UInt8](repeating: UInt8(ascii: " "), count: VesperExport.largestFile + 1)
    #expect(throws: CareError.tooLarge(limit: VesperExport.largestFile)) {
      _ = try VesperExport(long)
    }
  }

  @Test(arguments: [
    "1970-01-01T01:00:05.007+01:00", "2026-03-02T23:59:59.999-05:30",
    "0001-01-02T00:00:00.000+00:00",
  ])
  func `has a time that is read as it is written`(_ text: String) {
    #expect(Moment(text)?.description == text)
    #expect(Moment(text.replacing("T", with: " ")) == nil)
    #expect(Moment(text + "0") == nil)
  }

  @Test func `has a schema with a branch for each kind`() {
    let schema = JSONSchema.exportLine()
    for kind in Kinds.all { #expect(schema.contains("\"const\": \"\(kind.name)\"")) }
  }

  @Test func `comes with a number for each kind in docs/kinds.md`() throws {
    let root = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
    let page = try #require(FileManager.default.contents(atPath: "\(root)/docs/kinds.md"))
    let text = String(decoding: page, as: UTF8.self)
    for kind in Kinds.all {
      let number = String(kind.tag, radix: 16)
      let row = "| 0x\(String(repeating: "0", count: 4 - number.count))\(number) | `\(kind.name)` |"
      #expect(text.contains(row), "docs/kinds.md lacks: \(row)")
    }
  }
}

@Suite struct `A line that is made of a record as it stands` {
  @Test(arguments: Kinds.all.indices)
  func `is the one that its value gives`(_ index: Int) throws {
    let kind = Kinds.all[index]
    guard kind.audiences.allows(.private), kind.logClass == .diary else { return }
    let entry = Samples.entry(
      7, kind.example, tags: ["rest", "one-more"], amends: 3, source: "jrnl:0123")
    let body = try EntryCoding.encode(entry)
    let line = try ExportLine(body, header: entry.header, author: "Ana").bytes()
    #expect(try line == ExportLine(entry: entry, author: "Ana").bytes())
  }

  @Test func `has its members in order, whatever order and escapes the record has`() throws {
    let entry = Samples.entry(7, Samples.checkIn([.pain: 3, .energy: 4], note: "a/b \u{E9}"))
    let odd = #"{ "value": {"pain":3, "note":"a\/b \u00e9","energy":4} }"#
    let line = try ExportLine(Array(odd.utf8), header: entry.header, author: "Ana").bytes()
    #expect(try line == ExportLine(entry: entry, author: "Ana").bytes())
    #expect(throws: CareError.self) {
      try ExportLine(Array(#"{"value":{"pain":11}}"#.utf8), header: entry.header, author: "Ana")
    }
  }
}
