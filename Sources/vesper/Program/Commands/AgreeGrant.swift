import ArgumentParser
import Care
import Vault

/// Says yes to items, for oneself.
struct AgreeGrant: Command {
  static let configuration = CommandConfiguration(
    commandName: "grant", abstract: "Say what is welcome to be asked of you.",
    discussion: """
      Items that are named add to what you have said yes to in this wording; a list that you are asked \
      for, --marked and --all are your whole answer.
      """)

  @OptionGroup var options: Options
  @OptionGroup var chosen: AgreementOptions
  @OptionGroup var printing: Printing

  @Flag(help: "The items that you marked yes, alone (vesper agree mark).")
  var marked = false

  func validate() throws {
    if marked && (chosen.all || !chosen.items.isEmpty) {
      throw ValidationError("name items or say --marked, not both")
    }
  }

  func run(in world: World) throws {
    let isNamed = marked || chosen.all || !chosen.items.isEmpty
    guard isNamed || options.mayAsk(world) else {
      throw Failure(
        .usage, "nothing was named", hint: "name items, or say --all; vesper agree show lists them")
    }
    let talk = try Talk.permitting(options, world)
    let view = try chosen.which.one(of: talk.views, talk.diary)
    guard let items = try items(of: view, talk.diary, world) else {
      return try world.console.say("Nothing was answered, so nothing has changed.")
    }
    let granted = try talk.diary.grant(
      view.agreement, items: items, adding: !chosen.items.isEmpty, in: talk.consent)
    if printing.json { return try printing.report(granted.id, to: world.console) }
    try say(granted, on: world.console)
    // Said whatever has happened, so that it tells nothing of the other.
    try world.console.say(
      "If something was withdrawn or has lapsed: a new wording, or vesper agree renew, brings it back."
    )
    try world.console.say(AgreementView.reminder)
  }

  /// What is kept; on a screen that scrolls back without the items' own words, which were seen on one that does
  /// not.
  private func say(_ granted: Granted, on console: Console) throws {
    try console.say("Your answer is kept, to the wording \(granted.words):")
    let count = granted.items.count
    if count == 0 {
      try console.say("  nothing is welcome to ask")
    } else if console.hasScreen, console.hasTerminalOutput {
      try console.say("  \(count) \(count == 1 ? "thing is" : "things are") welcome to ask")
    } else {
      for item in granted.items { try console.say("  welcome to ask: \(item)") }
    }
    try console.say("It shows once both of you have answered, and each has given a command since.")
  }

  /// The items that are meant; `nil` where nobody chose any.
  private func items(of view: AgreementView, _ diary: Diary, _ world: World) throws -> [String]? {
    if !chosen.items.isEmpty { return chosen.items }
    if chosen.all { return view.items.map(\.id.description) }
    guard marked else { return try asked(view, diary, world) }
    let yes = try diary.itemsMarkedYes(of: view)
    guard !yes.isEmpty else {
      throw Failure(
        .missing, "nothing in this wording is marked yes",
        hint: "vesper agree mark asks, for you alone"
      )
    }
    return yes
  }

  /// The items that were chosen by their numbers; `nil` where none was.
  private func asked(_ view: AgreementView, _ diary: Diary, _ world: World) throws -> [String]? {
    try Questions(console: world.console, writer: diary.name).onSheet { try chosen(view, $0) }
  }

  private func chosen(_ view: AgreementView, _ questions: Questions) throws -> [String]? {
    for (index, item) in view.items.enumerated() { questions.remark(" \(index + 1) \(item.what)") }
    let question = "Which are welcome to be asked of you? (numbers, as in 1 3, or all)"
    while let typed = try questions.askLine(question)?.lowercased() {
      let words = typed.split { " ,;".contains($0) }
      if words.isEmpty || typed == "." { return nil }
      if typed == "all" { return view.items.map(\.id.description) }
      let numbers = words.compactMap { Int($0) }.filter { $0 >= 1 && $0 <= view.items.count }
      if numbers.count == words.count {
        return Set(numbers).sorted().map { view.items[$0 - 1].id.description }
      }
      questions.remark("Those have to be numbers from 1 to \(view.items.count). Enter leaves.")
    }
    return nil
  }
}
