/// Writes a document in one format, and adds no fact to it.
protocol Renderer {
  func render(_ document: Document) -> [UInt8]
}

extension Format {
  /// The one place that knows which renderer writes which format.
  var renderer: any Renderer {
    switch self {
    case .html(let paper): HTMLRenderer(paper: paper)
    case .pages(let paper): HTMLRenderer(paper: paper, isForPDF: true)
    case .text(let width): TextRenderer(width: width)
    case .markdown: MarkdownRenderer()
    case .json: JSONRenderer()
    case .fhir(let stamp): FHIRRenderer(stamp: stamp)
    case .calendar(let stamp): CalendarRenderer(stamp: stamp)
    }
  }
}
