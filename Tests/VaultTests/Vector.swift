import FoundationEssentials
import Testing

@testable import Vault

/// A small vault with the outcome of reading it, as Tests/Conformance/vectors/README.md has it.
struct Vector: Sendable, CustomTestStringConvertible {
  struct Edit: Sendable {
    let word: String
    let arguments: [String]
    var content: [UInt8] = []
  }

  static let folder =
    Storage.parent(of: Storage.parent(of: #filePath)) + "/Conformance/vectors"
  /// None where they cannot be read; a test counts them.
  static let all: [Vector] = {
    let names = (try? Storage.names(in: folder)) ?? []
    return names.filter { $0.hasSuffix(".vector") }.compactMap { try? Vector(named: $0) }
  }()
  /// The vault that all of them change, by path.
  static let base = Result { try tree("\(folder)/base").files }
  /// What the short names of paths stand for.
  static let shortNames = Result {
    let lines = try text(of: "base.names").split(separator: "\n").map { $0.split(separator: " ") }
    return Dictionary(uniqueKeysWithValues: lines.map { (String($0[0]), String($0[1])) })
  }

  let name: String
  let header: [String: String]
  let edits: [Edit]
  var testDescription: String { name }

  init(named name: String) throws {
    self.name = name
    let lines = try Vector.text(of: name).split(separator: "\n", omittingEmptySubsequences: false)
    let end = try #require(lines.firstIndex(of: ""))
    header = Dictionary(
      uniqueKeysWithValues: try lines[..<end].map { line in
        let colon = try #require(line.firstIndex(of: ":"))
        return (String(line[..<colon]), String(line[colon...].dropFirst(2)))
      })
    var edits: [Edit] = []
    for line in lines[(end + 1)...] where !line.isEmpty {
      if line.hasPrefix("  ") {
        let bytes = try #require(Data(base64Encoded: String(line.dropFirst(2))))
        edits[edits.endIndex - 1].content += bytes
      } else {
        let words = line.split(separator: " ").map(String.init)
        edits.append(Edit(word: words[0], arguments: Array(words.dropFirst())))
      }
    }
    self.edits = edits
  }

  private static func text(of file: String) throws -> String {
    String(decoding: try TestVault.read("\(folder)/\(file)"), as: UTF8.self)
  }

  /// A field of the header.
  func said(_ field: String) throws -> String {
    try #require(header[field], "the header of \(name) lacks \(field)")
  }

  /// The base vault with this vector's edits, below a folder.
  func layOut(at root: String) throws {
    for (path, bytes) in try Vector.base.get() {
      try TestVault.write(bytes, to: "\(root)/\(path)")
    }
    for edit in edits { try apply(edit, at: root) }
  }

  private func apply(_ edit: Edit, at root: String) throws {
    let given = edit.arguments
    func path(_ place: Int) throws -> String { "\(root)/\(try Vector.full(given[place]))" }
    func number(_ place: Int) throws -> Int { try #require(Int(given[place])) }
    func bytes(_ place: Int) throws -> [UInt8] { try TestVault.read(path(place)) }
    func write(_ content: [UInt8], to place: Int) throws {
      try TestVault.write(content, to: path(place))
    }
    switch edit.word {
    case "flip":
      var content = try bytes(0)
      content[try number(1)] ^= UInt8(try number(2))
      try write(content, to: 0)
    case "cut": try write(Array(bytes(0).prefix(number(1))), to: 0)
    case "grow":
      let content = try bytes(0)
      try write(content + Array(repeating: 0, count: max(0, number(1) - content.count)), to: 0)
    case "delete": try FileManager.default.removeItem(atPath: path(0))
    case "make": try write(edit.content, to: 0)
    case "put": try write(Vector.laid(edit.content, over: bytes(0), at: number(1)), to: 0)
    case "copy": try write(bytes(0), to: 1)
    case "lay":
      let piece = try bytes(0).dropFirst(number(1)).prefix(number(4))
      try write(Vector.laid(Array(piece), over: bytes(2), at: number(3)), to: 2)
    case "swap":
      let (first, second) = (try bytes(0), try bytes(1))
      try write(second, to: 0)
      try write(first, to: 1)
    case "exchange":
      let (content, one, other, count) = (try bytes(0), try number(1), try number(2), try number(3))
      let changed = Vector.laid(Array(content[other..<other + count]), over: content, at: one)
      try write(Vector.laid(Array(content[one..<one + count]), over: changed, at: other), to: 0)
    case "link": try symlinked(path(1), path(0))
    case "folder": try Storage.createFolder(path(0))
    default: Issue.record("the edit \(edit.word) is unknown")
    }
  }

  /// Bytes over those that stand at a place, or after the last.
  private static func laid(_ piece: [UInt8], over content: [UInt8], at place: Int) -> [UInt8] {
    Array(content.prefix(place)) + piece + Array(content.dropFirst(place + piece.count))
  }

  private static func full(_ path: String) throws -> String {
    guard path.hasPrefix("$") else { return path }
    let end = path.firstIndex(of: "/") ?? path.endIndex
    let long = try shortNames.get()[String(path[..<end].dropFirst())]
    return try #require(long, "\(path) has no known name") + path[end...]
  }
}
