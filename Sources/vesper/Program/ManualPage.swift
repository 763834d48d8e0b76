import ArgumentParser

/// `man vesper`, made from the same account of the commands as the help and the completions.
///
/// The language is mdoc(7).
struct ManualPage {
  /// The day of the release, as mdoc writes it.
  static let day = "November 22, 2026"

  func lines() throws -> [String] {
    let root = try CommandAccount.read()
    let abstract = root.abstract ?? ""
    var lines = [
      ".Dd \(Self.day)", ".Dt VESPER 1", ".Os", ".Sh NAME", ".Nm vesper",
      ".Nd \(Self.escaped(abstract.lowercased().trimmingSuffix(".")))",
      ".Sh SYNOPSIS", ".Nm", ".Ar command", ".Op Ar options",
      ".Sh DESCRIPTION",
      "Vesper keeps a diary for one or two people, sealed on this device,",
      "and makes from it what you choose to show a clinician.",
      "A first time:", ".Pp",
      ".Dl vesper init", ".Dl vesper unlock", ".Dl vesper write", ".Dl vesper lock", ".Pp",
      ".Nm Cm help Ar command", "tells the same as this page, one command at a time.",
      ".Sh COMMANDS",
    ]
    for group in Vesper.configuration.groupedSubcommands {
      lines.append(".Ss \(Self.escaped(group.name.trimmingSuffix(":")))")
      for command in group.subcommands {
        lines += entry(try CommandAccount.read().command(at: [command._commandName]), after: [])
      }
    }
    lines += common(root) + Self.end
    return lines
  }

  /// One command with what it takes, and then the commands within it.
  private func entry(_ command: CommandAccount, after path: [String]) -> [String] {
    let path = path + [command.commandName]
    let arguments = (command.arguments ?? []).filter { $0.shouldDisplay != false }
    let positions = arguments.filter { $0.kind == "positional" }.map(\.words)
    var lines = [".Bl -tag -width indent"]
    lines.append(".It Cm \(Self.escaped((path + positions).joined(separator: " ")))")
    lines += Self.paragraphs(command.abstract)
    for example in Guide.shipped.examples(of: path).prefix(4) {
      lines.append(".Dl \(Self.escaped(example.line))")
    }
    lines += Self.paragraphs(command.discussion, apart: true)
    let own = arguments.filter { !$0.isCommon && $0.kind != "positional" }
    if !own.isEmpty { lines += Self.list(own) }
    lines.append(".El")
    for inner in command.subcommands ?? [] where inner.commandName != "help" {
      lines += entry(inner, after: path)
    }
    return lines
  }

  /// The options that nearly every command has, told once.
  private func common(_ root: CommandAccount) -> [String] {
    let write = root.command(at: ["write"])
    let arguments = (write.arguments ?? []).filter {
      CommandAccount.common.contains($0.preferredName?.name ?? "")
    }
    return [".Sh OPTIONS", "Most commands take these too:"] + Self.list(arguments)
  }

  private static func list(_ arguments: [CommandAccount.Argument]) -> [String] {
    [".Bl -tag -width indent"] + arguments.flatMap { item($0) + paragraphs($0.abstract) } + [".El"]
  }

  /// `--file FILE`; the macro adds one of the dashes.
  private static func item(_ argument: CommandAccount.Argument) -> [String] {
    let words = argument.words.dropFirst().split(separator: " ").map { escaped(String($0)) }
    let value = words.dropFirst().map { "Ar \($0)" }
    return [([".It Fl", words.first ?? ""] + value).joined(separator: " ")]
  }

  private static func paragraphs(_ text: String?, apart: Bool = false) -> [String] {
    guard let text, !text.isEmpty else { return [] }
    return (apart ? [".Pp"] : [])
      + text.split(separator: "\n").flatMap { sentences(String($0)) }
      .flatMap { Wrapping.lines($0, width: 68) }.map(escaped)
  }

  /// A line for each sentence, as mdoc(7) § "Sentence spacing" wants it.
  private static func sentences(_ text: String) -> [String] {
    var sentences = [""]
    for word in text.split(separator: " ") {
      let last = sentences.count - 1
      sentences[last] += (sentences[last].isEmpty ? "" : " ") + word
      if [".", "?"].contains(where: word.hasSuffix) { sentences.append("") }
    }
    return sentences.filter { !$0.isEmpty }
  }

  /// Text that means nothing to roff: groff_char(7), § "Escaping".
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "\\": escaped += "\\e"
      case "-": escaped += "\\-"
      case "'": escaped += "\\(aq"
      case ".": escaped += escaped.isEmpty ? "\\&." : "."
      default: escaped.append(character)
      }
    }
    return escaped
  }

  private static let end = [
    ".Sh ENVIRONMENT", ".Bl -tag -width VESPER_VAULT",
    ".It Ev VESPER_VAULT", "The vault, where no", ".Fl -vault", "is given.",
    ".It Ev VESPER_AS", "The partner, where no", ".Fl -as", "is given.",
    ".It Ev VESPER_EDITOR", "The editor for longer texts.",
    ".It Ev VESPER_PLAIN", "Line by line instead of whole screens.",
    ".It Ev XDG_DATA_HOME , XDG_STATE_HOME , XDG_CONFIG_HOME",
    "Where vault and identities, device state, and settings are.",
    ".It Ev NO_COLOR", "No colour.", ".El",
    ".Sh FILES", ".Bl -tag -width indent",
    ".It Pa ~/.local/share/vesper/vault", "The vault: sealed logs.",
    ".It Pa ~/.local/share/vesper/identities", "Each identity, sealed with its passphrase.",
    ".It Pa ~/.local/state/vesper", "What this device remembers, sealed. Back up all three.",
    ".It Pa ~/.config/vesper/config.toml", "What is set; not sealed.", ".El",
    ".Sh EXIT STATUS", ".Bl -tag -width indent",
    ".It 0", "Done.", ".It 64", "The words of the command could not be understood.",
    ".It 65", "Damaged data, or data that cannot be kept.", ".It 66",
    "No such vault, partner or entry.",
    ".It 69", "Something that the machine lacks is needed, such as a keyring.",
    ".It 70", "A bug in Vesper.", ".It 73", "Could not be created.", ".It 74",
    "Could not be read or written.", ".It 75", "Busy; try again.",
    ".It 77", "Locked, or a wrong passphrase.", ".El",
    ".Sh SEE ALSO", "The guide, the format and the threat model are installed in",
    ".Pa /usr/share/doc/vesper", "or", ".Pa /usr/local/share/doc/vesper .",
  ]
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}

extension CommandAccount.Argument {
  /// Whether nearly every command takes it, so that it is told once.
  var isCommon: Bool {
    let name = preferredName?.name ?? ""
    return CommandAccount.common.contains(name) || ["help", "version"].contains(name)
  }
}
