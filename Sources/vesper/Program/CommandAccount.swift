import ArgumentParser
import FoundationEssentials

/// The parser's account of the commands and what they take.
struct CommandAccount: Decodable, Sendable {
  let commandName: String
  let abstract: String?
  let discussion: String?
  let subcommands: [CommandAccount]?
  let arguments: [Argument]?

  /// Options that nearly every command has.
  static let common: Set = ["vault", "as", "passphrase-fd", "passphrase-file", "no-input", "plain"]

  struct Argument: Decodable, Sendable {
    struct Name: Decodable, Sendable { let name: String }
    let kind: String
    let preferredName: Name?
    let valueName: String?
    let abstract: String?
    let isOptional: Bool?
    let shouldDisplay: Bool?
    /// The words it takes, where it takes no others.
    let allValues: [String]?

    /// As it is typed: `--file FILE`, `[ID]`.
    var words: String {
      let value = (valueName ?? "").uppercased()
      switch kind {
      case "positional": return isOptional == true ? "[\(value)]" : value
      case "flag": return "--\(preferredName?.name ?? "")"
      default: return "--\(preferredName?.name ?? "") \(value)"
      }
    }
  }

  private struct Document: Decodable { let command: CommandAccount }

  /// Asked for once: it takes long, and is the same as long as a process lives.
  private static let whole = Result {
    try JSONDecoder().decode(Document.self, from: Data(Vesper._dumpHelp().utf8)).command
  }

  static func read() throws -> CommandAccount { try whole.get() }

  func command(at path: [String]) -> CommandAccount {
    path.reduce(self) { here, name in
      here.subcommands?.first { $0.commandName == name } ?? here
    }
  }
}
