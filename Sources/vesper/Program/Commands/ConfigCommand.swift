import ArgumentParser
import Care
import FoundationEssentials
import Glibc

/// What is set once for all commands.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "What is set for all commands.",
    discussion: """
      A flag goes before the environment, and that before what is set here. The file is not sealed, \
      and nothing secret is ever in it.
      """,
    subcommands: [ConfigShow.self, ConfigSet.self, ConfigUnset.self, ConfigPath.self],
    defaultSubcommand: ConfigShow.self)
}

/// Every setting as it holds now, and where it comes from.
struct ConfigShow: Command {
  static let settingsUse = SettingsUse.lenient
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show every setting, and where it comes from.")

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  func run(in world: World) throws {
    let settings = world.settings
    if printing.json {
      try world.console.say(
        JSONText.object([
          "path": JSONText.string(settings.path),
          "settings": JSONText.object(Setting.allCases.map { ($0.rawValue, json($0, settings)) }),
        ]))
    } else {
      for setting in Setting.allCases {
        for line in lines(setting, settings, world.console.width) { try world.console.say(line) }
      }
      try world.console.say()
      try world.console.say(
        "vesper config set NAME VALUE changes one. They are in \(settings.path)")
    }
    if let fault = settings.fault { throw fault }
  }

  /// One line; on a narrow screen what it is stands beneath its name.
  private func lines(_ setting: Setting, _ settings: Settings, _ width: Int) -> [String] {
    let name = setting.rawValue + String(repeating: " ", count: 9 - setting.rawValue.count)
    let words = words(setting, settings)
    return width < 60 ? [setting.rawValue, "  \(words)"] : ["\(name) \(words)"]
  }

  private func words(_ setting: Setting, _ settings: Settings) -> String {
    guard let value = settings.value(setting) else {
      return "\(setting.usual) · usual · \(setting.meaning)"
    }
    let isHere = settings.fromEnvironment(setting) == nil
    let origin = isHere ? "set" : "from \(setting.variable ?? "")"
    return "\(value.words) · \(origin) · \(setting.meaning)"
  }

  private func json(_ setting: Setting, _ settings: Settings) -> String {
    let value: String
    switch settings.value(setting) {
    case .flag(let flag)?: value = flag ? "true" : "false"
    case .text(let text)?: value = JSONText.string(text)
    case nil: value = "null"
    }
    let origin =
      settings.fromEnvironment(setting) != nil
      ? "environment" : settings.values[setting] != nil ? "file" : "usual"
    return JSONText.object(["value": value, "from": JSONText.string(origin)])
  }
}

/// Changes one setting.
struct ConfigSet: Command {
  static let settingsUse = SettingsUse.lenient
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Change one setting.",
    discussion: Setting.allCases.map { "\($0.rawValue): \($0.meaning)." }.joined(separator: "\n"))

  @OptionGroup var options: Options

  @Argument(help: "The setting: \(Setting.allCases.map(\.rawValue).joined(separator: ", ")).")
  var name: String

  @Argument(help: "What it is to be from now on.")
  var value: String

  func run(in world: World) throws {
    let setting = try Setting.named(name)
    guard let value = setting.value(typed: value) else {
      throw Failure(
        .usage, "\"\(setting.rawValue)\" has to be \(setting.expectation)",
        hint: "nothing was changed; vesper config shows what is set")
    }
    var file = try SettingsFile(world.settings)
    file.set(setting, to: value)
    try file.write()
    try world.console.say("From now on \(setting.rawValue) is \(value.words).")
    if let variable = setting.variable, world.settings.fromEnvironment(setting) != nil {
      try world.console.say("In this terminal \(variable) goes before it.")
    }
  }
}

/// Goes back to what is usual.
struct ConfigUnset: Command {
  static let settingsUse = SettingsUse.lenient
  static let configuration = CommandConfiguration(
    commandName: "unset", abstract: "Go back to what is usual for one setting.")

  @OptionGroup var options: Options

  @Argument(help: "The setting: \(Setting.allCases.map(\.rawValue).joined(separator: ", ")).")
  var name: String

  func run(in world: World) throws {
    let setting = try Setting.named(name)
    var file = try SettingsFile(world.settings)
    file.set(setting, to: nil)
    try file.write()
    try world.console.say("From now on \(setting.rawValue) is as usual: \(setting.usual).")
  }
}

/// Where the file is.
struct ConfigPath: Command {
  static let settingsUse = SettingsUse.lenient
  static let configuration = CommandConfiguration(
    commandName: "path", abstract: "Say where the settings are.")

  @OptionGroup var options: Options

  func run(in world: World) throws { try world.console.say(world.settings.path) }
}
