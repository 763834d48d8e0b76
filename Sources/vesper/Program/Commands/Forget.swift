import ArgumentParser
import Care
import Vault

/// Erases an entry of one's own.
struct Forget: Command {
  static let configuration = CommandConfiguration(
    commandName: "forget", abstract: "Forget an entry of yours, for good.",
    discussion: """
      Every version of it goes, and nothing brings it back. Backups, the history of a sync program \
      and the disk itself may hold the old bytes, sealed.
      """)

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Argument(help: "The entry's id, or its first digits.")
  var id: String

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let entry = try entry(diary)
    guard entry.author == diary.me else { throw DiaryError.notOwn }
    if options.mayAsk(world), !printing.json {
      let questions = Questions(for: diary, on: world.console)
      let line = Wrapping.cut(entry.value.line, width: 60)
      guard
        try questions.onSheet({ questions in
          try questions.confirm(
            "\(entry.kind.title) of \(entry.about): \(line.ended) Forget it for good?")
        })
      else { return try world.console.say("It stays.") }
    }
    let forgotten = try diary.forget(entry)
    if printing.json {
      return try world.console.say(
        JSONText.object([
          "id": JSONText.string(forgotten.id.description), "versions": "\(forgotten.versions)",
        ]))
    }
    let others =
      forgotten.versions > 1 ? ", in all of its \(forgotten.versions) versions" : ""
    try world.console.say("Forgotten\(others).")
    try world.console.say(
      "Backups, the history of a sync program and the disk itself may hold the old bytes, sealed.")
    if forgotten.audience == .shared {
      try world.console.say(
        options.isOneDevice(diary, world)
          ? "Your partner may have read it."
          : "Your partner may have read it, and their copy follows only when the two of you sync.")
    }
  }

  /// The entry that is meant; agreements are told apart from what is not there.
  private func entry(_ diary: Diary) throws -> Entry {
    do throws(DiaryError) {
      return try diary.entry(id)
    } catch {
      let wanted = id.lowercased()
      let isAgreement =
        error == .notFound && diary.other != nil && wanted.utf8.count >= FirstDigits.least
        && (try? diary.agreements().contains { $0.agreement.description.hasPrefix(wanted) })
          == true
      guard isAgreement else { throw error }
      throw Failure(
        .usage, "what the two of you agreed on cannot be forgotten",
        hint: "vesper agree withdraw takes your yes back, at once")
    }
  }
}
