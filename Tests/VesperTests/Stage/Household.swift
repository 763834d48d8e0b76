import Care
import FoundationEssentials
import Glibc
import Synchronization
import Testing
import Vault
import VesperProgram

/// A home of its own for one test: a folder, a clock that stands until it is moved, sessions that
/// live in memory, and no terminal. Every command runs in process.
final class Household: Sendable {
  /// The folder that stands for the home directory.
  let home: String
  private let turns = Mutex<[String: Int]>([:])
  let time = HouseTime()
  private let sessions: MemorySessions

  init() throws {
    // In memory where that can be: tests of what is said need not wait for a disk. Both are of one length, so
    // that a path breaks a line in the same place.
    let isInMemory = access("/dev/shm", W_OK) == 0
    let place = isInMemory ? "/dev/shm/vesper-tXXXXXX" : "/tmp/vesper-test-XXXXXX"
    var template = Array(place.utf8CString)
    guard mkdtemp(&template) != nil else { throw StageError.noFolder(errno) }
    home = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    sessions = MemorySessions(clocks: time.clocks)
  }

  deinit { try? FileManager.default.removeItem(atPath: home) }

  var environment: [String: String] {
    ["HOME": home, "XDG_DATA_HOME": "\(home)/data", "XDG_STATE_HOME": "\(home)/state"]
  }

  /// Runs one command and gives what it printed.
  ///
  /// - Parameters:
  ///   - input: what is on standard input.
  ///   - passphrases: given by `--passphrase-fd`, one a line; none where nothing is given.
  ///   - seed: where chance comes from; else the command's words and how often they were said, so
  ///     that another command in between changes nothing.
  func run(
    _ arguments: [String], input: [UInt8] = [], passphrases: [String] = [],
    environment extra: [String: String] = [:], seed: String? = nil,
    at terminal: TestTerminal? = nil,
    onto output: Int32? = nil
  ) throws -> Outcome {
    let words = seed ?? arguments.joined(separator: " ").replacing(home, with: "~")
    let turn = turns.withLock { turns in
      turns[words, default: 0] += 1
      return turns[words, default: 0]
    }
    let streams = try Streams(in: home, input: input)
    var arguments = arguments
    var passphraseFile: Streams.File?
    if !passphrases.isEmpty {
      let file = try Streams.File(
        in: home, holding: Array((passphrases.joined(separator: "\n") + "\n").utf8))
      arguments += ["--passphrase-fd", "\(file.descriptor)"]
      passphraseFile = file
    }
    let world = World(
      environment: environment.merging(extra) { $1 }, clock: time.clock,
      strength: .least(seed: Array("\(words) \(turn)".utf8)), sessions: sessions,
      sessionClocks: time.clocks, input: terminal?.line ?? streams.input.descriptor,
      output: output ?? streams.output.descriptor,
      errors: terminal?.line ?? streams.errors.descriptor)
    let code = Program.run(arguments, in: world)
    _ = passphraseFile
    return try Outcome(
      code: code, output: streams.output.contents(), errors: streams.errors.contents())
  }

  /// Runs a command given as one text, with text on standard input.
  func run(
    _ words: String, input: String = "", passphrases: [String] = [], seed: String? = nil,
    onto output: Int32? = nil
  ) throws -> Outcome {
    try run(
      words.split(separator: " ").map(String.init), input: Array(input.utf8),
      passphrases: passphrases, seed: seed, onto: output)
  }

  /// The open diary of a partner who has unlocked it.
  func diary(of name: String) throws -> Diary {
    let places = Places(vault: nil, environment: environment)
    let partner = try Identities.choose(named: name, places)
    let vault = try OpenVault.identify(places)
    guard let session = try sessions.resume(SessionName(vault: vault, partner: partner)) else {
      throw VaultError.locked
    }
    let strength = Strength.least(seed: Array("diary of \(name)".utf8))
    return Diary(
      try OpenVault(places, as: try session.identity(), randomness: strength.randomness),
      clock: time.clock)
  }

  /// Whether every file is as it was.
  func isUnchanged(since before: [String: [UInt8]]) throws -> Bool { try tree() == before }

  /// Every file below the home, by path, with what it holds.
  func tree() throws -> [String: [UInt8]] {
    var found: [String: [UInt8]] = [:]
    var folders = [home]
    while let folder = folders.popLast() {
      for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
        let path = "\(folder)/\(name)"
        var isFolder = false
        _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if isFolder {
          folders.append(path)
          found[path + "/"] = []
        } else {
          found[path] = Array(FileManager.default.contents(atPath: path) ?? Data())
        }
      }
    }
    return found
  }
}

/// What a command printed and how it ended.
struct Outcome: Equatable, Sendable {
  let code: Int32
  let output: [UInt8]
  let errors: [UInt8]

  var out: String { String(decoding: output, as: UTF8.self) }
  var err: String { String(decoding: errors, as: UTF8.self) }
}

enum StageError: Error {
  case noFolder(Int32)
  case noFile(Int32)
  case script(String)
}
