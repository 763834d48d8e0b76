import ArgumentParser
import Care
import Vault

/// The evening screen.
struct Today: Command {
  static let configuration = CommandConfiguration(
    commandName: "today", abstract: "The evening screen: what is within reach, and welcome.",
    discussion: """
      What both of you see comes from what both have shared. Below it stand lines for you alone.
      """)

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Flag(name: .customLong("us"), help: "Only what both of you see.")
  var onlyShared = false

  @Flag(help: "Send \"an easy evening\". No reason goes along.")
  var easy = false

  func run(in world: World) throws {
    let diary = try options.diary(world)
    if easy { return try send(diary, world) }
    let (evening, own) = try diary.tonight(onlyShared: onlyShared)
    if printing.json {
      return try world.console.say(EveningJSON(diary: diary).text(evening, own))
    }
    let screen = EveningScreen(evening: evening, own: own, diary: diary)
    let mayAsk = options.mayAsk(world) && !evening.isEasy && !evening.isRestDay
    if world.console.hasScreen, world.console.hasTerminalOutput, !options.noInput {
      let key = try Pager(console: world.console).show(
        screen.lines, offering: mayAsk ? ["e": "easy evening"] : [:])
      if key == "e" { try send(diary, world) }
      return
    }
    for line in screen.lines { try world.console.say(line) }
    guard mayAsk else { return }
    let key = try Questions(for: diary, on: world.console)
      .askLine("e makes it an easy evening, Enter leaves it as it is:")
    if key?.lowercased() == "e" { try send(diary, world) }
  }

  private func send(_ diary: Diary, _ world: World) throws {
    let audience = try diary.audience(for: EasyEvening.self, asked: nil)
    let id = try diary.write(EasyEvening(), audience)
    if printing.json {
      return try world.console.say(JSONText.object(["id": JSONText.string(id.description)]))
    }
    let who = audience == .shared ? ", for both of you. No reason goes along." : "."
    try world.console.say("An easy evening\(who)")
  }
}

/// The lines of the evening screen.
struct EveningScreen {
  let evening: Evening
  let own: OwnEvening?
  let diary: Diary

  var lines: [String] {
    let day = evening.date.weekday.rawValue
    return ["\(day.prefix(1).uppercased())\(day.dropFirst()), \(evening.date)"] + state + plans
      + offers + ownLines
  }

  private var isShared: Bool { diary.other != nil }

  private var state: [String] {
    var lines: [String] = []
    if evening.isRestDay { lines.append("A rest day.") }
    if evening.isEasy { lines.append("An easy evening.") }
    if !evening.energy.isEmpty {
      let levels = evening.energy.map { level in
        isShared ? "\(diary.name(of: level.partner) ?? "?") \(level.energy)" : "\(level.energy)"
      }
      lines.append("Energy: \(levels.joined(separator: ", ")) of 10")
    }
    return lines
  }

  private var plans: [String] {
    var lines = evening.dates.map(Self.words)
    if let turn = evening.turn.flatMap({ diary.name(of: $0) }) {
      lines.append("\(turn)'s turn to offer, if \(turn) likes.")
    }
    for ritual in evening.rituals {
      let time = ritual.time.map { " at \($0)" } ?? ""
      let form = ritual.isShort ? ", in its short form" : ""
      lines.append("\(ritual.what)\(time)\(form): \(ritual.steps.joined(separator: ", "))")
    }
    for goal in evening.goals {
      lines.append("This week: \(goal.what)" + (goal.smaller.map { ", or: \($0)" } ?? ""))
    }
    if evening.review != nil { lines.append("You wanted to look at it all again: vesper review") }
    return lines
  }

  private var offers: [String] {
    var lines: [String] = []
    if let prompt = evening.prompt {
      lines += [
        "", isShared ? "A question for listening:" : "A question to think over:", "  \(prompt)",
      ]
    }
    if !evening.closeness.isEmpty {
      lines += ["", isShared ? "Welcome to ask for:" : "Within reach:"]
      lines += evening.closeness.map { "  \($0.what) · energy \($0.cost)" }
    }
    if !evening.companionship.isEmpty {
      lines += ["", isShared ? "Company that asks nothing of a body:" : "Asks nothing of a body:"]
      lines += evening.companionship.map { "  \($0)" }
    }
    return lines + (isShared ? ["", AgreementView.reminder] : [])
  }

  private var ownLines: [String] {
    guard let own else { return [] }
    var lines: [String] = []
    if let limit = own.budget.limit {
      lines.append("  Noted so far: \(own.budget.spent) of your own limit \(limit).")
      if own.budget.isOver { lines.append("  Rest counts too.") }
    }
    for goal in own.softened {
      let smaller = goal.smaller.map { ": \($0)" } ?? " is enough"
      lines.append("  \(goal.what) softened this week\(smaller)")
    }
    lines += own.dates.map { "  \(Self.words($0))" }
    for question in own.open.prefix(3) { lines.append("  Open, if you like: \(question)") }
    return lines.isEmpty ? [] : ["", "For you alone:"] + lines
  }

  private static func words(_ plan: DayPlan) -> String {
    let time = plan.time.map { "\($0) " } ?? ""
    let zone = plan.zone.map { " (\($0))" } ?? ""
    return "\(time)\(plan.what)\(zone)" + (plan.place.map { ", \($0)" } ?? "")
  }
}

/// The evening as one JSON document.
struct EveningJSON {
  let diary: Diary

  func text(_ evening: Evening, _ own: OwnEvening?) -> String {
    JSONText.object([
      "date": JSONText.string(evening.date.description),
      "rest": "\(evening.isRestDay)",
      "easy": "\(evening.isEasy)",
      "energy": JSONText.array(
        evening.energy.map { level in
          JSONText.object([
            "partner": JSONText.string(diary.name(of: level.partner) ?? ""),
            "energy": "\(level.energy)",
          ])
        }),
      "dates": JSONText.array(evening.dates.map(text)),
      "turn": optional(evening.turn.flatMap { diary.name(of: $0) }),
      "rituals": JSONText.array(evening.rituals.map(text)),
      "goals": JSONText.array(
        evening.goals.map { goal in
          JSONText.object([
            "what": JSONText.string(goal.what), "smaller": optional(goal.smaller),
          ])
        }),
      "prompt": optional(evening.prompt),
      "review": optional(evening.review?.description),
      "closeness": JSONText.array(
        evening.closeness.map { offer in
          JSONText.object(["what": JSONText.string(offer.what), "cost": "\(offer.cost)"])
        }),
      "companionship": JSONText.array(evening.companionship.map(JSONText.string)),
      "mine": own.map(text) ?? "null",
    ])
  }

  private func text(_ own: OwnEvening) -> String {
    JSONText.object([
      "spent": "\(own.budget.spent)",
      "limit": own.budget.limit.map { "\($0)" } ?? "null",
      "softened": JSONText.array(
        own.softened.map { goal in
          JSONText.object([
            "what": JSONText.string(goal.what), "smaller": optional(goal.smaller),
          ])
        }),
      "dates": JSONText.array(own.dates.map(text)),
      "open": JSONText.array(own.open.map(JSONText.string)),
    ])
  }

  private func text(_ plan: DayPlan) -> String {
    JSONText.object([
      "what": JSONText.string(plan.what), "time": optional(plan.time?.description),
      "zone": optional(plan.zone), "place": optional(plan.place),
    ])
  }

  private func text(_ ritual: Evening.RitualOffer) -> String {
    JSONText.object([
      "what": JSONText.string(ritual.what), "time": optional(ritual.time?.description),
      "short": "\(ritual.isShort)", "steps": JSONText.array(ritual.steps.map(JSONText.string)),
    ])
  }

  private func optional(_ text: String?) -> String { text.map(JSONText.string) ?? "null" }
}
