import ArgumentParser
import Care
import Vault

/// Erases one's own part, whoever began it.
struct TopicForget<Kind: Topic>: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "forget", abstract: "Forget your part, for good.",
      discussion: """
        If both parts were open, neither shows any more; your partner has read yours. Backups, the \
        history of a sync program and the disk itself may hold the old bytes, sealed.
        """)
  }

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Argument(help: "Its id, or the id's first digits.")
  var id: String

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let missing = Failure(
      .missing, "there is nothing like that here",
      hint: "vesper \(Kind.name) show lists what there is")
    let topic = try FirstDigits.find(
      id, among: diary.topics(Kind.tag), id: { $0.id.description }, missing: missing)
    if options.mayAsk(world), !printing.json {
      let questions = Questions(for: diary, on: world.console)
      let line = Wrapping.cut(topic.entry.value.line, width: 60)
      let isMeant = try questions.onSheet { questions in
        try questions.confirm("Your part of: \(line.ended) Forget it for good?")
      }
      guard isMeant else {
        return try world.console.say("It stays.")
      }
    }
    guard try diary.forgetReply(to: topic.id) else {
      throw Failure(
        .missing, "there is no part of yours in it",
        hint: "vesper forget forgets what you began yourself")
    }
    if printing.json {
      return try world.console.say(
        JSONText.object(["id": JSONText.string(topic.id.description)]))
    }
    try world.console.say("Your part is forgotten.")
  }
}
