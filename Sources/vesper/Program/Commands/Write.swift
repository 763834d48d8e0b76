import ArgumentParser
import Care
import Vault

/// Writes one entry of a kind: `write`, `checkin`, `note`, `med`, `question` …
struct Write<Kind: EntryKind>: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: Kind.command,
      abstract: Kind.purpose,
      discussion: """
        Answer the questions, or give the whole of it as \
        \(Kind.self == Reflection.self ? "text" : "one JSON object (vesper schema \(Kind.name))") \
        with --file.
        """)
  }

  @OptionGroup var options: Options
  @OptionGroup var audience: AudienceOptions
  @OptionGroup var printing: Printing

  @Option(help: "Read it from this file, or from standard input for -.")
  var file: String?

  @Option(
    help: ArgumentHelp("The day it is about: YYYY-MM-DD, today, yesterday, 3d.", valueName: "day"))
  var on: String?

  func run(in world: World) throws {
    let diary = try options.diary(world)
    _ = try diary.audience(for: Kind.self, asked: audience.asked)
    let about = try on.map { try CivilDate($0, today: diary.today) }
    guard let input = try input(diary, world) else {
      return try world.console.say("Nothing was answered, so nothing is kept.")
    }
    let ids = try diary.write(input, for: audience.asked, about: about)
    try report(ids, diary, world)
  }

  /// - Returns: `nil` where somebody was asked and answered nothing.
  private func input(_ diary: Diary, _ world: World) throws -> EntryInput? {
    if Kind.self == Reflection.self { return try words(diary, world) }
    return try ValueSource(options: options, file: file).read(
      Kind.self, title: "A \(Kind.title)", diary, world
    ) { _ in
      // Nobody to share with, so nothing asks about it.
      EntryInput.fields(of: Kind.self).filter { diary.other != nil || !$0.isForTwo }
    }
  }

  /// A reflection's plain words.
  private func words(_ diary: Diary, _ world: World) throws -> EntryInput? {
    if let bytes = try options.given(file, limit: EntryCoding.largestBody, world) {
      return try ValueReading.words(bytes)
    }
    let text = try Questions(for: diary, on: world.console).askText(
      "What would you like to put down?")
    guard !text.allSatisfy(\.isWhitespace) else { return nil }
    return try ValueReading.words(Array(text.utf8))
  }

  private func report(_ ids: [RecordID], _ diary: Diary, _ world: World) throws {
    guard let first = ids.first else { return }
    if printing.json {
      return try world.console.say(JSONText.object(["id": JSONText.string(first.description)]))
    }
    let isShared = try diary.audience(for: Kind.self, asked: audience.asked) == .shared
    let who =
      isShared
      ? "for both of you"
      : ids.count > 1
        ? "for both of you where you said so, the rest for you alone" : "for you alone"
    try world.console.say("Kept, \(who). \(first.description.prefix(8))")
  }
}
