import Care
import Glibc

/// What is set once for all commands, in `config.toml`.
///
/// A flag goes before the environment, the environment before the file, and the file before what
/// is usual.
struct Settings: Sendable {
  /// `$XDG_CONFIG_HOME/vesper/config.toml` (XDG Base Directory Specification 0.8).
  let path: String
  /// Every setting that could be read.
  private(set) var values: [Setting: SettingLines.Value] = [:]
  /// Why the file cannot be relied on; what could be read of it stands nevertheless.
  private(set) var fault: Failure?
  private let environment: [String: String]

  /// More than this is refused.
  static let largest = 65_536

  /// Nothing set.
  init(without environment: [String: String]) {
    self.environment = environment
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "/"
    let chosen = environment["XDG_CONFIG_HOME"] ?? ""
    path = (chosen.hasPrefix("/") ? chosen : "\(home)/.config") + "/vesper/config.toml"
  }

  /// What the file says.
  init(reading environment: [String: String]) {
    self.init(without: environment)
    do throws(Failure) {
      guard let bytes = try Self.bytes(path) else { return }
      take(SettingLines(bytes))
    } catch { fault = error }
  }

  private mutating func take(_ lines: SettingLines) {
    var faults = lines.faults.map { (number: $0.number, problem: $0.problem, hint: mending) }
    for line in lines.lines {
      guard let setting = Setting(rawValue: line.name) else {
        faults.append((line.number, "this is no setting", Setting.hint(for: line.name)))
        continue
      }
      guard setting.takes(line.value) else {
        let problem = "\"\(setting.rawValue)\" has to be \(setting.expectation)"
        faults.append((line.number, problem, mending))
        continue
      }
      values[setting] = line.value
    }
    guard let first = faults.min(by: { $0.number < $1.number }) else { return }
    fault = Failure(
      .damaged, "the settings, line \(first.number): \(first.problem)",
      hints: first.hint == mending ? [mending] : [first.hint, mending])
  }

  private var mending: String { "they are in \(path); vesper config tells what can stand there" }

  /// The file's bytes; `nil` where there is none. Never waits on a pipe.
  static func bytes(_ path: String) throws(Failure) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw unreadable(path, systemReason(errno))
    }
    defer { close(descriptor) }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
      throw unreadable(path, "it is no ordinary file")
    }
    guard facts.st_size <= largest else {
      throw Failure(
        .damaged, "the settings are larger than the \(largest) bytes that fit",
        hint: "they are in \(path)")
    }
    return try Console.readAll(from: descriptor, limit: largest, name: path)
  }

  private static func unreadable(_ path: String, _ reason: String) -> Failure {
    Failure(
      .system, "the settings could not be read: \(reason)",
      hint: "they are in \(path); move what is there somewhere else")
  }

  /// What holds for a setting where no flag says otherwise.
  func value(_ setting: Setting) -> SettingLines.Value? {
    fromEnvironment(setting) ?? values[setting]
  }

  /// What the environment says of a setting.
  func fromEnvironment(_ setting: Setting) -> SettingLines.Value? {
    guard let variable = setting.variable, let text = environment[variable], !text.isEmpty else {
      return nil
    }
    return setting == .plain ? .flag(text != "0" && text != "false") : .text(text)
  }

  /// The vault directory, where it is named. A path in the file may begin at the home directory.
  var vault: String? {
    guard case .text(let path)? = value(.vault) else { return nil }
    guard fromEnvironment(.vault) == nil, path.hasPrefix("~/") else { return path }
    return (environment["HOME"] ?? "") + path.dropFirst()
  }

  /// How long a session stays open unused, and at most, in seconds.
  var idle: UInt32? { text(.idle).flatMap(Spans.session) }
  var longest: UInt32? { text(.longest).flatMap(Spans.session) }
  var paper: Sheet? { text(.paper).flatMap { Sheet(rawValue: $0) } }
  var language: String? { text(.language) }
  /// The command of an editor, with its arguments.
  var editor: String? { text(.editor) }
  var isPlain: Bool { value(.plain) == .flag(true) }

  private func text(_ setting: Setting) -> String? {
    guard case .text(let text)? = value(setting) else { return nil }
    return text
  }
}

/// What a command makes of settings that cannot be read.
enum SettingsUse {
  /// It does not begin, so that nothing happens elsewhere than was meant.
  case strict
  /// It goes on with what could be read: what takes back or closes always works.
  case lenient
  /// It reads no file at all.
  case none
}
