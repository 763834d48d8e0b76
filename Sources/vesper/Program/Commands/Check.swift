import ArgumentParser
import Vault

/// Verifies every log whole and says what it found.
struct Check: Command {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Look at everything you can read, and say whether it holds together.")

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  func run(in world: World) throws {
    let vault = try options.openVault(world)
    let sound: Set<Verdict> = [.complete, .unfinished, .waiting]
    // A partner's consent logs are not told of: whether there is one, or has become one, would say
    // whether the other has answered. Only what does not hold together is.
    let all = try vault.verify(nil)
    let reports = all.filter { report in
      report.author == vault.partner || report.logClass != .consent
        || !sound.contains(report.verdict)
    }
    let told = Set(reports.flatMap(\.named).map(\.log))
    let missing = try vault.missingLogs(namedIn: all).filter { log in
      log.verdict != .waiting || told.contains(log.head.log)
    }
    if printing.json {
      let logs = reports.map { report in
        JSONText.object([
          "log": JSONText.string(report.log.description),
          "author": JSONText.string(report.author.description),
          "audience": JSONText.string("\(report.audience)"),
          "class": JSONText.string(report.logClass.map { "\($0)" } ?? "unknown"),
          "verdict": JSONText.string(report.verdict.rawValue),
        ])
      }
      let gone = missing.map { log in
        JSONText.object([
          "log": JSONText.string(log.head.log.description),
          "audience": JSONText.string("\(log.audience)"),
          "class": JSONText.string(log.logClass.map { "\($0)" } ?? "unknown"),
          "verdict": JSONText.string(log.verdict.rawValue),
        ])
      }
      try world.console.say(JSONText.object(["logs": JSONText.array(logs + gone)]))
    } else {
      for report in reports {
        let who = report.author == vault.partner ? "yours" : "your partner's"
        let what = report.logClass.map { "\($0)" } ?? "unknown"
        try world.console.say(
          "\(report.verdict.rawValue.padded(to: 18)) \(report.audience) \(what), \(who) (\(report.log.description.prefix(8)))"
        )
        if let damage = report.damage {
          try world.console.say("  \(damage.file): \(damage.reason.rawValue)")
        }
      }
      for log in missing {
        try world.console.say(
          "\(log.verdict.rawValue.padded(to: 18)) nothing of it is here (\(log.head.log.description.prefix(8)))"
        )
      }
      if reports.isEmpty && missing.isEmpty { try world.console.say("Nothing is kept here yet.") }
    }
    try vault.requireRememberedPartner()
    guard (reports.map(\.verdict) + missing.map(\.verdict)).allSatisfy(sound.contains) else {
      throw Failure(
        .damaged, "not everything holds together",
        hint: "what is good stays readable; keep a copy of the vault before anything else")
    }
  }
}

extension String {
  fileprivate func padded(to count: Int) -> String {
    self + String(repeating: " ", count: max(0, count - self.count))
  }
}
