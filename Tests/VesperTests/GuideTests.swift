import ArgumentParser
import FoundationEssentials
import Testing

@testable import VesperProgram

@Suite struct `The guide` {
  private static let root =
    #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }

  private static let written: String = {
    let bytes = FileManager.default.contents(atPath: "\(root)/docs/guide.md") ?? Data()
    return String(decoding: bytes, as: UTF8.self)
  }()

  @Test func `is the one that vesper help tells`() {
    #expect(String(decoding: PackageResources.guide_md, as: UTF8.self) == Self.written)
  }

  @Test func `has a name for every task, and each can be asked for`() throws {
    let headings = Self.written.split(separator: "\n").filter { $0.hasPrefix("## ") }
      .map { String($0.dropFirst(3)) }
    let tasks = Guide.shipped.tasks
    #expect(headings.count > 40 && tasks.map(\.title) == headings)
    #expect(Set(tasks.map(\.name)).count == tasks.count)
    let commands = Set(try CommandTree.read().subcommands?.map(\.commandName) ?? [])
    let home = try Household()
    let list = try home.done("help tasks").out
    for task in tasks {
      #expect(!commands.contains(task.name), "\(task.name) is a command too")
      let told = try home.done("help \(task.name)")
      #expect(told.out.hasPrefix(task.title) && told.errors.isEmpty, "\(task.name)")
      #expect(list.contains(task.name), "\(task.name)")
      // No Markdown is left over, and nothing is wider than the page.
      for mark in ["](", "```", "**", "<!--", "|---", "### "] {
        #expect(!told.out.contains(mark), "\(task.name): \(mark)")
      }
      #expect(told.out.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(task.name)")
      let narrow = TaskPage(width: 40).lines(task)
      #expect(
        narrow.allSatisfy { $0.count <= 40 }, "\(task.name): \(narrow.filter { $0.count > 40 })")
    }
  }

  @Test func `says what stands in a table without making an entry of its head`() throws {
    let home = try Household()
    for (task, head, entry) in [
      ("settings", "  setting", "  vault"), ("scripts", "  exit code", "  64"),
    ] {
      let lines = try home.done("help \(task)").out.split(separator: "\n")
      #expect(!lines.contains { $0 == head } && lines.contains { $0 == entry }, "\(task)")
    }
    let table = try home.done("help who-reads").out.split(separator: "\n")
    #expect(table.contains { $0.hasPrefix("Of each: command · who reads it") })
  }

  @Test func `breaks what Vesper says, and what is typed, each in its own way`() {
    let said = CommandLines.fitted(
      "Go on with it? Enter does, n leaves it for later, d throws it away:", width: 40)
    #expect(said.count == 2 && said.allSatisfy { !$0.hasSuffix("\\") && $0.count <= 40 })
    let typed = CommandLines.fitted(
      "VESPER_AS=Ada vesper list --kind checkin --since 14d", width: 40)
    #expect(typed.count == 2 && typed.first?.hasSuffix(" \\") == true)
  }

  @Test func `lists every heading at its beginning`() {
    for task in Guide.shipped.tasks {
      #expect(Self.written.contains("\n- [\(task.title)](#"), "\(task.title)")
    }
  }

  @Test func `shows an example of every command, and each of them can be typed`() throws {
    for (words, _) in try CommandTree.read().leaves() {
      let path = words.split(separator: " ").map(String.init)
      let examples = Guide.shipped.examples(of: path)
      #expect(!examples.isEmpty, "there is no example of \(words)")
      for example in examples {
        let arguments = try ShellWords.split(example.arguments.joined(separator: " "))
        #expect(throws: Never.self, "\(example.line)") { _ = try Vesper.parseAsRoot(arguments) }
      }
      let page = try Household().done("help \(words)").out
      let first = examples.first?.line.split(separator: " ").prefix(2).joined(separator: " ") ?? "?"
      #expect(page.split(separator: "\n").dropFirst(2).contains { $0.hasPrefix("  \(first)") })
    }
  }

  @Test(arguments: [
    ("chekin", "vesper checkin"), ("grant", "vesper agree grant"), ("lst", "vesper list"),
    ("evenin", "vesper help evening"), ("agree grnt", "vesper agree grant"),
    ("visit prviw", "vesper visit preview"),
  ])
  func `is at hand where a word is mistyped`(typed: String, meant: String) throws {
    let outcome = try Household().run(typed)
    #expect(outcome.code == 64 && outcome.err.contains("hint: did you mean \(meant)?"))
  }

  @Test func `has nothing to say to what is far from everything`() throws {
    let outcome = try Household().run("xyzzyplugh")
    #expect(outcome.code == 64 && !outcome.err.contains("did you mean"))
    let option = try Household().run("list --jsn")
    #expect(option.err.contains("did you mean '--json'?"))
  }

  @Test func `every command stands in a conversation that is played`() throws {
    let folder = "\(Self.root)/Tests/VesperTests/Transcripts"
    var played: Set<String> = []
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let bytes = try #require(FileManager.default.contents(atPath: "\(folder)/\(name)"))
      for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      where line.hasPrefix("$ ") {
        let words = try ShellWords.split(String(line.dropFirst(2)))
        guard let start = words.firstIndex(of: "vesper") else { continue }
        let path = Vesper.path(of: Array(words[(start + 1)...])).whole
        played.insert(path.joined(separator: " "))
      }
    }
    let missing = try CommandTree.read().leaves().map(\.words).filter { !played.contains($0) }
    #expect(missing.isEmpty, "no transcript has \(missing)")
  }
}
