import Care
import Reporting

/// What can be set once for all commands. No secret is among them, and none ever will be.
enum Setting: String, CaseIterable, Sendable {
  case vault, idle, longest, paper, language, editor, plain

  /// What it does, in one line.
  var meaning: String {
    switch self {
    case .vault: "the vault directory"
    case .idle: "how long unlock keeps it open unused, up to 8h"
    case .longest: "when an open session ends in any case, up to 8h"
    case .paper: "the sheet of a page: a4 or letter"
    case .language: "the language you write in, as in nl or en-US"
    case .editor: "the editor for longer texts"
    case .plain: "line by line instead of whole screens: true or false"
    }
  }

  /// What holds where nothing is set, in words.
  var usual: String {
    switch self {
    case .vault: "the usual place"
    case .idle: "10m"
    case .longest: "8h"
    case .paper: "a4"
    case .language: "en"
    case .editor: "VISUAL or EDITOR"
    case .plain: "false"
    }
  }

  /// The variable that takes its place for one terminal.
  var variable: String? {
    switch self {
    case .vault: "VESPER_VAULT"
    case .editor: "VESPER_EDITOR"
    case .plain: "VESPER_PLAIN"
    case .idle, .longest, .paper, .language: nil
    }
  }

  /// What a value has to be, for whoever gave another.
  var expectation: String {
    switch self {
    case .vault: "a whole path, as in /home/ada/vault or ~/vault"
    case .idle, .longest: "a length of time, as in 90s, 15m or 2h, up to 8h"
    case .paper: "a4 or letter"
    case .language: "a language tag, as in nl, en-US or sr-Latn"
    case .editor: "a command, as in nano or \"emacs -nw\""
    case .plain: "true or false, without quotes"
    }
  }

  /// Whether a value can stand there.
  func takes(_ value: SettingLines.Value) -> Bool {
    guard case .text(let text) = value else { return self == .plain }
    let isShort = !text.isEmpty && text.utf8.count <= 4096
    switch self {
    case .vault: return isShort && (text.hasPrefix("/") || text.hasPrefix("~/"))
    case .idle, .longest: return Spans.session(text) != nil
    case .paper: return Sheet(rawValue: text) != nil
    case .language: return PageLanguage(text) != nil
    case .editor: return isShort && text.contains { !$0.isWhitespace }
    case .plain: return false
    }
  }

  /// A value as it was typed to `vesper config set`; `nil` where it cannot stand there.
  func value(typed: String) -> SettingLines.Value? {
    let value: SettingLines.Value =
      self == .plain && ["true", "false"].contains(typed) ? .flag(typed == "true") : .text(typed)
    let isPlain = typed.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    return isPlain && takes(value) ? value : nil
  }

  /// A setting by its name.
  ///
  /// - Throws: a sentence that repeats the name, and the nearest one as a hint.
  static func named(_ name: String) throws(Failure) -> Setting {
    if let setting = Setting(rawValue: name) { return setting }
    throw Failure(.usage, "\"\(name.start(of: 40))\" is no setting", hint: hint(for: name))
  }

  /// What was probably meant; for what is secret, that it is never set.
  static func hint(for name: String) -> String {
    let letters = name.lowercased()
    if ["pass", "secret", "recovery", "code", "key"].contains(where: letters.contains) {
      return "nothing secret ever stands in the settings"
    }
    let names = allCases.map(\.rawValue)
    return Spelling.nearest(to: name, among: names).map { "did you mean \"\($0)\"?" }
      ?? "there are \(names.joined(separator: ", "))"
  }
}
