import FoundationEssentials
import Reporting
import Testing

/// Writes every fixture in every format to the folder that `VESPER_PAGES` names, to be looked at.
@Test(.enabled(if: folder != nil), arguments: Fixture.allCases)
func `every page can be written to a folder and looked at`(fixture: Fixture) throws {
  let folder = URL(filePath: try #require(folder), directoryHint: .isDirectory)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  for secondPage in [true, false] {
    let summary = Summary(of: fixture.disclosure, secondPage: secondPage)
    for (format, name) in [
      (Format.html(paper: .a4), "a4.html"), (.html(paper: .letter), "letter.html"),
      (.pages(paper: .a4), "a4-pdf.html"), (.pages(paper: .letter), "letter-pdf.html"),
      (.text(), "72.txt"), (.text(width: 40), "40.txt"), (.markdown, "page.md"),
      (.json, "page.json"), (.fhir(.example), "fhir.json"), (.calendar(.example), "visit.ics"),
    ] {
      let bytes = summary.render(format)
      #expect(!bytes.isEmpty)
      let stem = secondPage ? fixture.rawValue : "\(fixture.rawValue)One"
      try Data(bytes).write(to: folder.appending(path: "\(stem)-\(name)"))
    }
  }
}

private var folder: String? { ProcessInfo.processInfo.environment["VESPER_PAGES"] }
