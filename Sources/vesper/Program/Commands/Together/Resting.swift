import ArgumentParser
import Care
import Vault

/// A day of rest: a date, never a reason.
struct RestCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "rest", abstract: "Make a day a rest day. No reason is asked.")

  @OptionGroup var options: Options
  @OptionGroup var audience: AudienceOptions
  @OptionGroup var printing: Printing

  @Option(
    help: ArgumentHelp("The day: today, tomorrow or YYYY-MM-DD; else today.", valueName: "day"))
  var on: String?

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let day = try on.map { try CivilDate(coming: $0, today: diary.today) } ?? diary.today
    let audience = try diary.audience(for: RestDay.self, asked: audience.asked)
    let kept = try diary.restDay(on: day, for: audience)
    let id = try kept ?? diary.write(RestDay(), audience, day)
    if printing.json {
      return try world.console.say(JSONText.object(["id": JSONText.string(id.description)]))
    }
    let who = audience == .shared ? ", for both of you" : ""
    guard kept == nil else {
      return try world.console.say("\(day) is for rest\(who) already. Nothing was changed.")
    }
    try world.console.say("\(day) is for rest\(who). \(id.description.prefix(8))")
  }
}
