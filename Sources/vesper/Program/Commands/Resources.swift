import ArgumentParser

/// Where to find help, apart from Vesper: opens while everything is locked, and touches nothing.
struct Resources: Command {
  static let settingsUse = SettingsUse.none
  static let configuration = CommandConfiguration(
    commandName: "resources", abstract: "Where to find help. Opens while locked, leaves no trace.",
    discussion: """
      For people who are not safe with a partner, in crisis, in pain, or grieving. It needs no \
      vault and no network, and reads and writes no file.
      """)

  // The flags that every command takes; none of them means anything here.
  @OptionGroup var options: Options

  func run(in world: World) throws {
    let console = world.console
    let lines = HelpResources.lines(width: console.width)
    guard !options.noInput else {
      for line in lines { try console.say(line) }
      return
    }
    try Pager(console: console).show(lines)
  }
}
