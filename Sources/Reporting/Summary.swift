public import Care

/// What one patient takes to one visit, ready to be written in any format.
///
/// It is one tree of words, built from a `Disclosure` and nothing else; every format carries the same
/// facts. The same disclosure gives the same tree, and the same tree the same bytes.
public struct Summary: Sendable, Equatable {
  let document: Document

  /// A summary of what was disclosed.
  ///
  /// - Parameters:
  ///   - secondPage: adds the table of every value drawn on the first page, and notes on how it is
  ///     made. What the partner released, and the patient picked, stands after the first page anyway.
  ///   - language: what it was written in.
  public init(
    of disclosure: Disclosure, secondPage: Bool = false, in language: PageLanguage = .english
  ) {
    document = Document(of: disclosure, secondPage: secondPage, in: language)
  }

  /// The summary's bytes in one format; UTF-8 in all of them.
  public func render(_ format: Format) -> [UInt8] {
    format.renderer.render(document)
  }

  /// One encoding of the whole tree, the same for every format and paper.
  ///
  /// Two summaries have equal bytes exactly when they say the same. A preview keeps a hash of these,
  /// so that an export can tell when something changed in between.
  public var canonicalBytes: [UInt8] { document.canonicalBytes }
}

/// What a summary can be written as.
public enum Format: Sendable, Hashable {
  /// One self-contained page: no script, no request to anywhere.
  case html(paper: Paper)
  /// The page as WeasyPrint makes a tagged PDF of it.
  case pages(paper: Paper)
  /// Lines of at most `width` columns, for a terminal or an e-mail; widths under 40 count as 40.
  case text(width: Int = 72)
  /// CommonMark, with GitHub's tables.
  case markdown
  /// The tree itself, for other programs; docs/page.schema.json describes it.
  case json
  /// A FHIR R4 document bundle, for the programs of a clinic.
  case fhir(Stamp)
  /// The visit as a day in a calendar; nothing for a visit without a day.
  case calendar(Stamp)
}

/// The sheet a page is printed on.
public enum Paper: Sendable, Hashable, CaseIterable {
  /// 210 by 297 mm, ISO 216.
  case a4
  /// 8.5 by 11 inches, ANSI A.
  case letter
}
