import ArgumentParser
import Care
import Vault

/// What is welcome to be asked, agreed between two.
struct Agree: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agree", abstract: "Agree on what is welcome to be asked.",
    discussion: AgreementView.reminder,
    subcommands: [AgreePropose.self, AgreeShow.self, AgreeGrant.self, AgreeWithdraw.self])
}

/// Which agreement, and which of its items.
struct AgreementOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The agreement's id, or its first digits; not needed where there is one.", valueName: "id"))
  var agreement: String?

  @Argument(help: "The items' short names.")
  var items: [String] = []

  @Flag(help: "Every item.")
  var all = false

  func validate() throws {
    if all && !items.isEmpty { throw ValidationError("name items or say --all, not both") }
  }

  /// The agreements that are meant among these, at least one.
  func atLeastOne(of held: [AgreementView], _ diary: Diary) throws -> [AgreementView] {
    let views = try held.meant(by: agreement)
    if views.isEmpty {
      throw Failure(
        .missing, "there is no agreement yet",
        hints: diary.other == nil ? [] : ["vesper agree propose begins one"])
    }
    return views
  }
}

extension [AgreementView] {
  /// The one whose id begins with these digits; all of them where none are given.
  fileprivate func meant(by digits: String?) throws -> [AgreementView] {
    guard let digits else { return self }
    let missing = Failure(
      .missing, "there is no agreement with that id",
      hint: "vesper agree show lists them; four digits or more")
    return [
      try FirstDigits.find(
        digits, among: self, id: { $0.agreement.description }, missing: missing)
    ]
  }
}

/// Puts a wording before both partners.
struct AgreePropose: Command {
  static let configuration = CommandConfiguration(
    commandName: "propose",
    abstract: "Propose an agreement, or a new wording of one.",
    discussion: "Answer the questions, or give one JSON object (vesper schema agree) with --file.")

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Option(
    help: ArgumentHelp(
      "The agreement this is a new wording of: its id, or its first digits.", valueName: "id"))
  var agreement: String?

  @Option(help: "Read it from this file, or from standard input for -.")
  var file: String?

  func run(in world: World) throws {
    let diary = try options.diary(world)
    guard diary.other != nil else {
      throw Failure(
        .usage, "an agreement is between two, and this vault is yours alone",
        hint: "vesper write keeps a thought of your own")
    }
    let earlier = try earlier(diary)
    let json: [UInt8]
    if let given = try options.given(file, limit: 1_048_576, world) {
      json = given
    } else {
      let questions = Questions(console: world.console, writer: diary.name)
      let fields = AgreementProposal.fields.filter { $0.key != "agreement" }
      guard let answers = try questions.ask(fields, title: "An agreement") else {
        return try world.console.say("Nothing was answered, so nothing is proposed.")
      }
      json = answers
    }
    var proposal = try ValueReading.object(schema: "agree") { () throws(CareError) in
      try AgreementProposal.decode(json)
    }
    if let earlier { proposal.agreement = earlier }
    let agreement = try diary.propose(proposal)
    if printing.json {
      return try world.console.say(
        JSONText.object(["id": JSONText.string(agreement.description)]))
    }
    try world.console.say(
      "\(agreement.description.prefix(8)) is proposed. Both of you can answer it when you like: vesper agree grant"
    )
    try world.console.say(AgreementView.reminder)
  }

  private func earlier(_ diary: Diary) throws -> AgreementID? {
    guard let agreement else { return nil }
    return try diary.agreements().meant(by: agreement).first?.agreement
  }
}

/// What is active now, for the one who looks.
struct AgreeShow: Command {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show what is welcome to be asked.")

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Argument(help: "The agreement's id, or its first digits.")
  var agreement: String?

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let views = try diary.agreements().meant(by: agreement)
    if printing.json {
      let bytes = try AgreementView.document(views)
      return try world.console.write(bytes + [UInt8(ascii: "\n")])
    }
    let console = world.console
    if views.isEmpty {
      let next = diary.other == nil ? "" : " vesper agree propose begins one."
      try console.say("No agreement yet.\(next)")
    }
    for view in views {
      try console.say("Agreement \(view.agreement.description.prefix(8))")
      try console.say("  to compare aloud: \(view.revision.words)")
      for item in view.items {
        try console.say("  \(item.id): \(item.what)")
        try console.say("    \(item.words)")
      }
      for signal in view.signals {
        try console.say("  signal: \(signal.signal) → \(signal.meaning)")
      }
      if let day = view.reviewDay {
        try console.say("  your own yes is for a fresh look by \(day)")
      }
      try console.say()
    }
    try console.say(AgreementView.reminder)
  }
}

/// Says yes to items, for oneself.
struct AgreeGrant: Command {
  static let configuration = CommandConfiguration(
    commandName: "grant", abstract: "Say what is welcome to be asked of you.")

  @OptionGroup var options: Options
  @OptionGroup var chosen: AgreementOptions

  func run(in world: World) throws {
    let isNamed = chosen.all || !chosen.items.isEmpty
    guard isNamed || options.mayAsk(world) else {
      throw Failure(
        .usage, "nothing was named", hint: "name items, or say --all; vesper agree show lists them")
    }
    let diary = try options.diary(world)
    let views = try chosen.atLeastOne(of: try diary.agreements(), diary)
    guard let view = views.first, views.count == 1 else {
      throw Failure(
        .usage, "there is more than one agreement", hint: "say which with --agreement ID")
    }
    if isNamed {
      try diary.grant(view.agreement, items: chosen.all ? nil : chosen.items)
    } else {
      guard let items = try asked(view, diary, world) else {
        return try world.console.say("Nothing was answered, so nothing has changed.")
      }
      try diary.grant(view.agreement, items: items)
    }
    try world.console.say("Your answer is kept. It shows once both of you have answered.")
    // Said whatever has happened, so that it tells nothing of the other.
    try world.console.say("What was withdrawn or has lapsed comes back with a new wording.")
    try world.console.say(AgreementView.reminder)
  }

  /// The items that were chosen by their numbers; `nil` where none was.
  private func asked(_ view: AgreementView, _ diary: Diary, _ world: World) throws -> [String]? {
    let console = world.console
    for (index, item) in view.items.enumerated() { console.remark(" \(index + 1) \(item.what)") }
    let questions = Questions(console: console, writer: diary.name)
    let question = "Which are welcome to be asked of you? (numbers, as in 1 3, or all)"
    while let typed = try questions.askLine(question)?.lowercased() {
      let words = typed.split { " ,;".contains($0) }
      if words.isEmpty || typed == "." { return nil }
      if typed == "all" { return view.items.map(\.id.description) }
      let numbers = words.compactMap { Int($0) }.filter { $0 >= 1 && $0 <= view.items.count }
      if numbers.count == words.count {
        return Set(numbers).sorted().map { view.items[$0 - 1].id.description }
      }
      console.remark("Those have to be numbers from 1 to \(view.items.count). Enter leaves.")
    }
    return nil
  }
}

/// Takes a yes back: an item or all, one command, no reason, no confirmation.
struct AgreeWithdraw: Command {
  static let configuration = CommandConfiguration(
    commandName: "withdraw",
    abstract: "Withdraw items, or everything. No reason is asked.",
    discussion: "Without items it covers everything.")

  @OptionGroup var options: Options
  @OptionGroup var chosen: AgreementOptions

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let held = try diary.agreements()
    let meant = (try? held.meant(by: chosen.agreement)) ?? []
    let known = Set(meant.flatMap { $0.items.map(\.id.description) })
    let isHere = !meant.isEmpty && chosen.items.allSatisfy(known.contains)
    let isEverything = chosen.agreement == nil && chosen.items.isEmpty
    // What hides an agreement must not keep anybody from withdrawing it.
    if isEverything || !isHere, try diary.withdrawUnreadable(), !isHere {
      return try world.console.say("Withdrawn.")
    }
    let views = try chosen.atLeastOne(of: held, diary)
    for item in chosen.items where !known.contains(item) { throw DiaryError.unknownItem(item) }
    for view in views {
      let here = Set(view.items.map(\.id.description))
      let items = chosen.items.isEmpty ? nil : chosen.items.filter(here.contains)
      if items?.isEmpty != true { try diary.withdraw(view.agreement, items: items) }
    }
    try world.console.say("Withdrawn.")
  }
}
