import ArgumentParser
import Care

/// The JSON Schema of what a write command takes.
struct Schema: Command {
  static let settingsUse = SettingsUse.none
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of a kind of entry.")

  @OptionGroup var options: Options

  @Argument(help: "The kind, as in checkin; without one, the kinds are listed.")
  var kind: String?

  func run(in world: World) throws {
    guard let kind else {
      for kind in Kinds.all where kind.tag != KindTag.visitPreview {
        try world.console.write(Array("\(kind.name)\t\(kind.title)\n".utf8))
      }
      return try world.console.write(Array("agree\tagreement\n".utf8))
    }
    if kind == "export" { return try world.console.say(JSONSchema.exportLine()) }
    if kind == "agree" || kind == "agreement" {
      return try world.console.say(JSONSchema.text(of: AgreementProposal.self, title: "agreement"))
    }
    try world.console.say(JSONSchema.text(of: try Kinds.kind(named: kind)))
  }
}
