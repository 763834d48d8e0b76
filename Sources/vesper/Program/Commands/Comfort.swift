import ArgumentParser
import Care
import Vault

/// What feels good, what to avoid for now, and the signs: as they hold today.
struct Comfort: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "comfort",
    abstract: "Show what feels good, what to avoid for now, and your signs.",
    discussion: "Only what holds today. like, avoid and cue keep more.")

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let page = ComfortPage(
      diary: diary, preferences: try diary.preferences(), signs: try signs(diary))
    for line in printing.json ? [page.json] : page.lines { try world.console.say(line) }
  }

  /// Signs by what they are to the viewer. Somebody alone has signs and nobody to agree with.
  private func signs(_ diary: Diary) throws -> [ComfortPage.Signs] {
    guard let other = diary.other else {
      return [ComfortPage.Signs(key: "own", title: "Your signs", cues: try diary.ownCues())]
    }
    let cues = try diary.cues()
    return [
      ComfortPage.Signs(key: "agreed", title: "Signs that you both keep", cues: cues.agreed),
      ComfortPage.Signs(key: "own", title: "Signs that you keep", cues: cues.own),
      ComfortPage.Signs(
        key: "offered", title: "Signs that \(other.name) keeps (vesper cue keeps one too)",
        cues: cues.offered),
    ]
  }
}

/// The page that `comfort` shows.
private struct ComfortPage {
  struct Signs {
    /// The member in JSON.
    let key: String
    let title: String
    let cues: [Cue]
  }

  let diary: Diary
  let preferences: [Entry]
  let signs: [Signs]

  private static let parts: [(key: String, title: String, tag: UInt16)] = [
    ("like", "Feels good", KindTag.like), ("avoid", "To avoid for now", KindTag.avoid),
  ]

  var lines: [String] {
    var blocks: [[String]] = []
    for part in Self.parts {
      let found = preferences.filter { $0.kind.tag == part.tag }
      if !found.isEmpty { blocks.append([part.title] + found.map { "  \(words(of: $0))" }) }
    }
    for sign in signs where !sign.cues.isEmpty {
      blocks.append([sign.title] + sign.cues.map { "  \($0.line)" })
    }
    if blocks.isEmpty { return ["Nothing here yet. vesper like, avoid and cue keep something."] }
    return Array(blocks.joined(separator: [""]))
  }

  private func words(of entry: Entry) -> String {
    let whom = (entry.value as? any Preference)?.whom == .both ? ", for both of you" : ""
    guard diary.other != nil else { return "\(entry.value.line)\(whom)" }
    let alone = entry.audience == .private ? ", for you alone" : ""
    return "\(diary.name(of: entry.author) ?? "?"): \(entry.value.line)\(whom)\(alone)"
  }

  var json: String {
    let printer = EntryPrinter(
      diary: diary, console: Console(input: -1, output: -1, errors: -1), asJSON: true)
    let kept = Self.parts.map { part in
      let found = preferences.filter { $0.kind.tag == part.tag }.map(printer.json)
      return "\(JSONText.string(part.key)):\(JSONText.array(found))"
    }
    let told = signs.map { sign in
      let cues = sign.cues.map { cue in
        JSONText.object([
          "sign": JSONText.string(cue.sign), "meaning": JSONText.string(cue.meaning.rawValue),
        ])
      }
      return "\(JSONText.string(sign.key)):\(JSONText.array(cues))"
    }
    return "{\((kept + told).joined(separator: ","))}"
  }
}

/// The signs of the other partner, put before somebody who is about to keep one.
struct CueOffer {
  let diary: Diary

  /// The sign chosen by its number; `nil` where a new one is wanted, or none is there.
  func choose(_ questions: Questions) throws -> Cue? {
    guard let other = diary.other else { return nil }
    let offered = try diary.cues().offered
    guard !offered.isEmpty else { return nil }
    questions.remark("\(other.name) keeps these signs, and you do not yet:")
    for (index, cue) in offered.enumerated() {
      questions.remark("  \(index + 1) \(cue.line)")
    }
    while true {
      let typed = try questions.askLine("A number keeps the same one; Enter goes on to a new one.")
      guard let typed, !typed.isEmpty else { return nil }
      if let number = Int(typed), offered.indices.contains(number - 1) {
        return offered[number - 1]
      }
      questions.remark("That has to be a number from the list, or Enter.")
    }
  }
}
