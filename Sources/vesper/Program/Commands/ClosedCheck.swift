import Vault

/// What `check` can say while nothing is open: names, lengths and headers.
struct ClosedCheck {
  let options: Options
  let isJSON: Bool

  func run(in world: World) throws {
    let me = try options.partner(world)
    // How large a consent log is says whether somebody has answered.
    let logs = try ClosedLog.all(in: options.places(world), for: me).filter { log in
      log.logClass != .consent || !log.fits
    }
    if isJSON {
      let found = logs.map { log in
        JSONText.object([
          "log": JSONText.string("\(log.log)"), "author": JSONText.string("\(log.author)"),
          "audience": JSONText.string("\(log.audience)"), "files": "\(log.files)",
          "bytes": "\(log.bytes)",
          "verdict": JSONText.string(log.fits ? "not looked at" : Verdict.damaged.rawValue),
        ])
      }
      try world.console.say(JSONText.object(["logs": JSONText.array(found)]))
    }
    for log in logs where !isJSON {
      let verdict = log.fits ? "not looked at" : Verdict.damaged.rawValue
      try world.console.say(
        "\(verdict): \(log.audience), \(CheckWords.whose(log.author, me)) "
          + "(\(log.log.description.prefix(8))), files: \(log.files), bytes: \(log.bytes)")
    }
    throw Failure(
      .locked, "the vault is locked, so only names and lengths were looked at",
      hint: "vesper unlock, then vesper check")
  }
}
