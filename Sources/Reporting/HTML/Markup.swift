/// Writes elements. Names are fixed in the source, and all other text passes through `Escaping`: there
/// is no way in for markup from outside.
struct Markup {
  private(set) var html = ""
  private var depth = 0
  /// The language of what people wrote, where it is not the page's.
  private let ownLanguage: String?

  /// Whether the page becomes a PDF, in which a drawing has one text instead of two.
  let isForPDF: Bool

  init(ownLanguage: String? = nil, isForPDF: Bool = false) {
    self.ownLanguage = ownLanguage
    self.isForPDF = isForPDF
  }

  typealias Attributes = KeyValuePairs<StaticString, String>
  typealias Body = (inout Markup) -> Void

  /// An element on lines of its own, holding others.
  mutating func block(_ name: StaticString, _ attributes: Attributes = [:], _ body: Body) {
    line()
    open(name, attributes)
    depth += 1
    body(&self)
    depth -= 1
    line()
    close(name)
  }

  /// An element on a line of its own, holding text: no blank space is added inside it.
  mutating func leaf(
    _ name: StaticString, _ attributes: Attributes = [:], own: Bool = false, _ body: Body
  ) {
    line()
    inline(name, attributes, own: own, body)
  }

  /// An element within a line.
  ///
  /// - Parameter own: whether it holds a person's own words, and so names their language.
  mutating func inline(
    _ name: StaticString, _ attributes: Attributes = [:], own: Bool = false, _ body: Body
  ) {
    html += "<\(name)"
    write(attributes)
    if own, let ownLanguage { write(["lang": ownLanguage]) }
    html += ">"
    body(&self)
    close(name)
  }

  /// An element that HTML defines without content or end tag: `meta`, `br`.
  mutating func void(_ name: StaticString, _ attributes: Attributes = [:]) {
    line()
    open(name, attributes)
  }

  /// An SVG element without content.
  mutating func shape(_ name: StaticString, _ attributes: Attributes) {
    line()
    html += "<\(name)"
    write(attributes)
    html += "/>"
  }

  mutating func text(_ text: String) { html += Escaping.escape(text) }

  /// A style sheet, exactly as its hash was taken.
  mutating func style(_ sheet: StaticString) {
    line()
    html += "<style>\(sheet)</style>"
  }

  mutating func doctype() { html += "<!doctype html>" }

  mutating func end() { html += "\n" }

  private mutating func open(_ name: StaticString, _ attributes: Attributes) {
    html += "<\(name)"
    write(attributes)
    html += ">"
  }

  private mutating func write(_ attributes: Attributes) {
    for (name, value) in attributes {
      html += " \(name)=\""
      text(value)
      html += "\""
    }
  }

  private mutating func close(_ name: StaticString) { html += "</\(name)>" }

  private mutating func line() {
    html += "\n"
    html += String(repeating: " ", count: depth)
  }
}
