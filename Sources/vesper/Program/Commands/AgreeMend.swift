import ArgumentParser
import Care
import Vault

/// Tells of own consent logs that are lost or damaged, and closes them.
struct AgreeMend: Command {
  static let configuration = CommandConfiguration(
    commandName: "mend",
    abstract: "See whether a log of yours is lost or damaged, and begin anew.",
    discussion: """
      While something is in doubt nothing is active. If files of yours are on their way, wait for them. \
      What will not come back can be given up with --close, and what was agreed then begins anew.
      """)

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Flag(help: "Give up what is in doubt. What was agreed begins anew.")
  var close = false

  func run(in world: World) throws {
    let talk = try Talk(options, world)
    let logs =
      close ? try talk.diary.closeLogs(in: talk.consent) : talk.consent.logsToClose
    let console = world.console
    if printing.json {
      return try console.say(
        JSONText.object([
          "logs": JSONText.array(logs.map { JSONText.string("\($0)") }), "closed": "\(close)",
        ]))
    }
    if logs.isEmpty { return try console.say("Nothing of yours is in doubt.") }
    for log in logs {
      try console.say("\(close ? "closed" : "in doubt"): \(log.description.prefix(8))")
    }
    guard close else {
      return try console.say("If it will not come back: vesper agree mend --close")
    }
    try console.say(
      "What was agreed begins anew: vesper agree resume, then vesper agree renew, and both of you answer."
    )
  }
}
