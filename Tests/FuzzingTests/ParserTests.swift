import FoundationEssentials
import Synchronization
import Testing

/// The short run of what `make fuzz` does at length: the same parsers and the same corpus, damaged by
/// chance that a seed repeats, without libFuzzer, which would need a build of its own.
///
/// A trap ends the whole run, as it should; what does not hold is told with the input.
@Suite struct `Every parser of bytes from outside` {
  /// Damaged inputs for each parser, beside its corpus as it stands. `Fuzz/run` goes on from here.
  private static let runs = 3_000
  /// As long as an input gets; `-max_len` of `Fuzz/run`.
  private static let longest = 8_192

  @Test(arguments: Parser.all.map(\.name))
  func `takes its corpus, and damaged forms of it`(_ name: String) throws {
    let parser = try #require(Parser.all.first { $0.name == name })
    let corpus = try Corpus.of(name)
    for input in corpus { read(input, by: parser) }
    var damage = Damage(
      corpus, seed: UInt64(truncatingIfNeeded: name.utf8.reduce(5_381) { $0 &* 33 &+ Int($1) }))
    for _ in 0..<Self.runs { read(Array(damage.next().prefix(Self.longest)), by: parser) }
  }

  private func read(_ input: [UInt8], by parser: Parser) {
    Broken.$input.withValue(Broken()) {
      parser.read(input)
      for rule in Broken.input?.rules ?? [] {
        Issue.record("\(parser.name): \(rule), but not for \(Data(input).base64EncodedString())")
      }
    }
  }

  @Test func `is told of where something does not hold`() {
    Broken.$input.withValue(Broken()) {
      let parser = Parser(name: "broken") { holds($0.isEmpty, "nothing comes in") }
      parser.read([])
      #expect(Broken.input?.rules.isEmpty == true)
      parser.read([1])
      #expect(Broken.input?.rules == ["nothing comes in"])
    }
  }

  @Test func `has a corpus that is named for it`() throws {
    let named = try FileManager.default.contentsOfDirectory(atPath: Corpus.folder)
    #expect(Set(named).isSubset(of: Parser.all.map(\.name)))
  }
}

/// What did not hold of one input.
final class Broken: Sendable {
  @TaskLocal static var input: Broken?
  private let told = Mutex<[String]>([])

  var rules: [String] { told.withLock { $0 } }
  func add(_ rule: String) { told.withLock { $0.append(rule) } }
}

/// As in Fuzz/Fuzzing/EntryPoint.swift, where it ends the run.
func holds(_ condition: Bool, _ what: StaticString) {
  if !condition { Broken.input?.add("\(what)") }
}
