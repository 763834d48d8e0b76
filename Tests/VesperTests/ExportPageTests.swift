import FoundationEssentials
import Testing

@testable import VesperProgram

@Suite struct `The page that explains an export` {
  @Test func `is docs/export.md, word for word`() throws {
    let root = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
    let page = try #require(FileManager.default.contents(atPath: "\(root)/docs/export.md"))
    #expect(ExportPage.text == String(decoding: page, as: UTF8.self))
  }
}
