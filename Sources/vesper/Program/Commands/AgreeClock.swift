import ArgumentParser
import Care
import Vault

/// Tells of a clock that was wrong, and begins anew after it.
struct AgreeClock: Command {
  static let configuration = CommandConfiguration(
    commandName: "clock",
    abstract: "See whether this device's clock was wrong, and begin anew.",
    discussion: """
      Agreements count by the latest time this device has known. After its clock was ahead for a while \
      nothing could be active until that day. With --reset the later time is forgotten, and every \
      agreement begins anew.
      """)

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Flag(help: "Forget the later time. What was agreed begins anew.")
  var reset = false

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let later = diary.laterTimeKnown
    if reset && later != nil { try diary.resetClock() }
    let console = world.console
    if printing.json {
      return try console.say(
        JSONText.object([
          "clock": JSONText.string(world.clock.now().description),
          "later": diary.laterTimeKnown.map { JSONText.string($0.description) } ?? "null",
        ]))
    }
    guard let later else {
      return try console.say("The clock is not behind any time that this device has known.")
    }
    let day = Self.minute(later)
    if reset {
      try console.say("\(day) is forgotten.")
      return try console.say("What was agreed begins anew: vesper agree renew")
    }
    try console.say("The clock says \(Self.minute(world.clock.now())).")
    try console.say("This device has known \(day), and agreements count by that.")
    try console.say("If that was a wrong clock: vesper agree clock --reset")
  }

  private static func minute(_ moment: Moment) -> String {
    String(moment.description.prefix(16)).replacing("T", with: " ")
  }
}
