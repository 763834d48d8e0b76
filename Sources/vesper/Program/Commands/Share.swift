import ArgumentParser
import Care
import Vault

/// Makes a copy of one private entry for both partners.
struct Share: Command {
  static let configuration = CommandConfiguration(
    commandName: "share", abstract: "Make a copy of one of your entries for both of you.",
    discussion: """
      The entry stays as it is, and yours alone; the copy cannot be taken back. Its tags stay behind.
      """)

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Argument(help: "The entry's id, or its first digits.")
  var id: String

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let entry = try diary.entry(id)
    guard entry.author == diary.me, entry.audience == .private else {
      throw Failure(
        .usage, "both of you can read this already",
        hint: "vesper list --me shows what is yours alone")
    }
    if options.mayAsk(world) {
      let isMeant = try Questions(for: diary, on: world.console).onSheet { questions in
        questions.remark("\(entry.kind.title) of \(entry.about): \(entry.value.line)")
        return try questions.confirm("May both of you read a copy of this, all of it?")
      }
      guard isMeant else { return try world.console.say("Nothing is shared.") }
    }
    let copy = try diary.share(entry)
    if printing.json {
      return try world.console.say(JSONText.object(["id": JSONText.string(copy.description)]))
    }
    try world.console.say("A copy is kept, for both of you. \(copy.description.prefix(8))")
  }
}
