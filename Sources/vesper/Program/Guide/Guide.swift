/// The guide, `docs/guide.md`: the one source of what `vesper help` tells of tasks, and of the
/// examples of every command. Both are read from it as it was when the program was built.
struct Guide: Sendable {
  /// One heading and what stands beneath it.
  struct Task: Sendable {
    /// As it is typed: `vesper help evening`.
    let name: String
    let title: String
    /// Markdown.
    let lines: [String]

    /// The command lines in it.
    let commands: [Example]

    init(name: String, title: String, lines: [String]) {
      self.name = name
      self.title = title
      self.lines = lines
      var isCode = false
      commands = lines.compactMap { line in
        if line.hasPrefix("```") { isCode.toggle() }
        return isCode ? Example(line) : nil
      }
    }
  }

  /// A line to type, and what comes of it.
  struct Example: Sendable {
    let line: String
    let meaning: String?
    /// The words of its command, as in `agree grant`.
    let path: [String]
    /// What the command is given, without `vesper` itself.
    let arguments: [String]

    /// `nil` for a line in which no command is called.
    init?(_ text: String) {
      let parts = text.split(separator: " # ", maxSplits: 1)
      guard let first = parts.first else { return nil }
      line = first.trimmed
      meaning = parts.count > 1 ? parts[1].trimmed : nil
      // What follows the last pipe, if there is one.
      let words = line.split(separator: " ").map(String.init)
      let start = words.indices.last { index in
        words[index] == "vesper" && (index == 0 || words[index - 1] == "|")
      }
      guard let start else { return nil }
      arguments = Array(words[(start + 1)...].prefix { $0 != "|" })
      path = Vesper.path(of: arguments).whole
    }
  }

  let tasks: [Task]

  static let shipped = Guide(String(decoding: PackageResources.guide_md, as: UTF8.self))

  init(_ markdown: String) {
    var tasks: [Task] = []
    var title = ""
    var name: String?
    var lines: [String] = []
    func finished() -> [Task] { name.map { [Task(name: $0, title: title, lines: lines)] } ?? [] }
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("## ") {
        tasks += finished()
        (title, name, lines) = (String(line.dropFirst(3)), nil, [])
      } else if line.hasPrefix("<!--"), line.hasSuffix(" -->"),
        line.dropFirst(4).hasPrefix(Self.mark)
      {
        name = String(line.dropFirst(4 + Self.mark.count).dropLast(4))
      } else {
        lines.append(String(line))
      }
    }
    self.tasks = tasks + finished()
  }

  private static let mark = " help: "

  func task(_ name: String) -> Task? { tasks.first { $0.name == name.lowercased() } }

  /// What a command's own page shows first.
  func examples(of path: [String]) -> [Example] {
    var seen: Set<String> = []
    return tasks.flatMap(\.commands).filter { $0.path == path && seen.insert($0.line).inserted }
  }

  /// The tasks that a command belongs to.
  func tasks(about path: [String]) -> [Task] {
    tasks.filter { $0.commands.contains { $0.path == path } }
  }
}

extension Substring {
  fileprivate var trimmed: String {
    var rest = drop { $0 == " " }
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }
}
