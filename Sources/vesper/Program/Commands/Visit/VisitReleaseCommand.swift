import ArgumentParser
import Care
import Vault

/// Releases words of one's own for the other's visit.
struct VisitReleaseCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "release", abstract: "Release words of your own for your partner's visit.",
    discussion: """
      You choose what; your partner chooses whether it stands on the page, and you get no notice of \
      one. Releasing again for the same day replaces what was released before; a day alone takes it \
      back.
      """)

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Option(
    help: "Read one JSON object (vesper schema visitrelease) from this file, or from - .")
  var file: String?

  func run(in world: World) throws {
    let diary = try options.diary(world)
    _ = try diary.audience(for: VisitRelease.self, asked: .shared)
    let source = ValueSource(options: options, file: file)
    let input = try source.read(
      VisitRelease.self, title: "For your partner's visit", diary, world
    ) { questions in
      let all = try world.console.whileReading(diary) { try diary.releasable() }
      let list = NumberedEntries(Array(all.prefix(NumberedEntries.most)))
      let listed = list.lines("What you have shared, to choose from:", width: world.console.width)
      questions.identifier = { list.identifier($0, diary) }
      questions.adapted = { field, _ in
        Asking(field: field, above: field.key == "lines" ? listed : [])
      }
      return EntryInput.fields(of: VisitRelease.self)
        .filter { !list.isEmpty || $0.key != "lines" }
    }
    guard let release = input?.value as? VisitRelease else {
      return try world.console.say("Nothing was answered, so nothing is released.")
    }
    let (id, refused) = try world.console.whileReading(diary) {
      () throws -> (RecordID?, [RecordID]) in try diary.release(release)
    }
    guard let id else {
      let names = refused.map { String($0.description.prefix(8)) }.joined(separator: ", ")
      throw Failure(
        .damaged, "lines \(names): only shared entries of your own, with words, can be released",
        hint: "nothing was changed; vesper share copies one of your own for both")
    }
    if printing.json {
      return try world.console.say(
        JSONText.object(["id": JSONText.string(id.description)]))
    }
    try world.console.say(
      release.lines == nil && release.statement == nil
        ? "Taken back: nothing is released for \(release.date). \(id.description.prefix(8))"
        : "Released for \(release.date), for both of you to read. \(id.description.prefix(8))")
  }
}
