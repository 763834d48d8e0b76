import Care
import FoundationEssentials
import Glibc
import Vault
import VesperProgram

/// Runs commands of the program in process, each at a moment of the story's own clock.
///
/// The clock is handed to the program as a value. The installed `vesper` has no way to be told the
/// time, so nothing a partner could type makes an entry older than it is.
struct Driver {
  private let folder: String
  private let sessions = MemorySessions(clocks: .resting)
  private(set) var commands = 0

  init(folder: String) { self.folder = folder }

  /// What a command printed.
  struct Outcome {
    let output: String
    let errors: String
    let code: Int32

    /// The id in `{"id": …}`.
    var id: String {
      let parts = output.split(separator: "\"")
      guard let place = parts.firstIndex(of: "id"), place + 2 < parts.count else { return "" }
      return String(parts[place + 2])
    }
  }

  /// Runs one command and stops the demo where it does not succeed.
  @discardableResult
  mutating func run(
    _ words: [String], at moment: Moment, input: String = "", secret: String? = nil,
    mayFail: Bool = false
  ) -> Outcome {
    commands += 1
    let standardInput = Driver.file(holding: input)
    let standardOutput = Driver.file(holding: "")
    let standardErrors = Driver.file(holding: "")
    var words = words
    var passphrase: Int32?
    if let secret {
      // In a file that has no name: what the story's passphrases are does not matter, how they
      // come in does.
      let descriptor = Driver.file(holding: secret)
      words += ["--passphrase-fd", String(descriptor)]
      passphrase = descriptor
    }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let world = World(
      environment: [
        "PATH": path, "HOME": folder, "XDG_DATA_HOME": "\(folder)/data",
        "XDG_STATE_HOME": "\(folder)/state",
      ], clock: .fixed(moment), strength: .standard, sessions: sessions,
      sessionClocks: .resting, input: standardInput, output: standardOutput,
      errors: standardErrors)
    let code = Program.run(words, in: world)
    let outcome = Outcome(
      output: Driver.contents(standardOutput), errors: Driver.contents(standardErrors), code: code)
    for descriptor in [standardInput, standardOutput, standardErrors]
      + (passphrase.map { [$0] } ?? [])
    { close(descriptor) }
    if code != 0 && !mayFail {
      print("vesper \(words.joined(separator: " "))\n\(outcome.errors)")
      exit(1)
    }
    return outcome
  }

  /// A file in memory, without a name, holding some text.
  private static func file(holding text: String) -> Int32 {
    let name = "/vesper-demo-\(getpid())"
    let descriptor = shm_open(name, O_RDWR | O_CREAT | O_EXCL, mode_t(0o600))
    shm_unlink(name)
    let bytes = Array(text.utf8)
    guard descriptor >= 0, write(descriptor, bytes, bytes.count) == bytes.count,
      lseek(descriptor, 0, SEEK_SET) == 0
    else {
      print("the demo needs shared memory (/dev/shm)")
      exit(1)
    }
    return descriptor
  }

  private static func contents(_ descriptor: Int32) -> String {
    var all: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 65_536)
    lseek(descriptor, 0, SEEK_SET)
    while true {
      let got = read(descriptor, &part, part.count)
      guard got > 0 else { break }
      all += part.prefix(got)
    }
    return String(decoding: all, as: UTF8.self)
  }
}

extension SessionClocks {
  /// Time that stands still, so that no session of the story ends by itself.
  static let resting = SessionClocks(suspended: { 0 }, boot: { 1_000 })
}
