import ArgumentParser
import Care
import Reporting

/// The page as it stands now.
struct PageOptions: ParsableArguments {
  @Flag(help: "Add a second page with every value as a table.")
  var secondPage = false

  @Option(
    help: ArgumentHelp(
      "The language you wrote in, as in nl or en-US; the page's own words are English.",
      valueName: "tag"))
  var lang: String?

  func validate() throws {
    if let lang, PageLanguage(lang) == nil {
      throw ValidationError("--lang takes a language tag. It looks like nl, en-US or sr-Latn")
    }
  }

  func summary(_ diary: Diary, _ visit: Entry, _ world: World) throws -> Summary {
    Summary(
      of: try diary.disclosure(for: visit), secondPage: secondPage,
      in: PageLanguage(lang ?? world.settings.language ?? "en") ?? .english)
  }
}

/// What a page can be written as.
enum PageKind: String, ExpressibleByArgument, CaseIterable {
  case html, pdf, text, markdown, fhir, json, ics

  /// What the name of such a file ends in.
  var suffix: String {
    switch self {
    case .html, .pdf, .json, .ics: rawValue
    case .fhir: "fhir.json"
    case .text: "txt"
    case .markdown: "md"
    }
  }
}

enum Sheet: String, ExpressibleByArgument, CaseIterable {
  case a4, letter

  var paper: Paper { self == .a4 ? .a4 : .letter }
}
