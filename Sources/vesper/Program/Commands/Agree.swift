import ArgumentParser
import Care
import Vault

/// What is welcome to be asked, agreed between two.
struct Agree: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agree", abstract: "Agree on what is welcome to be asked.",
    discussion: AgreementView.reminder,
    subcommands: [
      AgreePropose.self, AgreeMark.self, AgreeGrant.self, AgreeShow.self, AgreeWithdraw.self,
      AgreePause.self, AgreeResume.self, AgreeRenew.self, AgreeProof.self, AgreeClock.self,
      AgreeMend.self,
    ])
}

/// Which of several agreements.
struct WhichAgreement: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The agreement's id, or its first digits; not needed where there is one.", valueName: "id"))
  var agreement: String?

  /// The one that is meant among these.
  func one(of held: [AgreementView], _ diary: Diary) throws -> AgreementView {
    let views = try atLeastOne(of: held, diary)
    guard let view = views.first, views.count == 1 else {
      throw Failure(
        .usage, "there is more than one agreement", hint: "say which with --agreement ID")
    }
    return view
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

/// Which agreement, and which of its items.
struct AgreementOptions: ParsableArguments {
  @OptionGroup var which: WhichAgreement

  @Argument(help: "The items' short names.")
  var items: [String] = []

  @Flag(help: "Every item.")
  var all = false

  func validate() throws {
    if all && !items.isEmpty { throw ValidationError("name items or say --all, not both") }
  }
}

extension [AgreementView] {
  /// The one whose id begins with these digits; all of them where none are given.
  func meant(by digits: String?) throws -> [AgreementView] {
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

/// A diary, and all that can be said of consent at this moment: read whole, and once.
struct Talk {
  let diary: Diary
  let consent: Consent
  let views: [AgreementView]

  init(_ options: Options, _ world: World) throws {
    let (diary, settled) = try options.settledDiary(world)
    self.diary = diary
    consent = try settled ?? diary.consent()
    views = diary.agreements(in: consent)
  }

  /// One in which something is to be permitted: refused at once, and not after questions were answered,
  /// where what was agreed cannot be read.
  static func permitting(_ options: Options, _ world: World) throws -> Talk {
    let talk = try Talk(options, world)
    try talk.diary.requireRead(talk.consent)
    return talk
  }

  /// Looks for agreements. That there is none is said only where all that may hold one could be read.
  func looking<R>(_ look: ([AgreementView]) throws -> R) throws -> R {
    do {
      let found = try look(views)
      if !views.isEmpty || consent.isRead { return found }
    } catch let failure as Failure where failure.code == .missing && !consent.isRead {}
    throw Failure(
      .system, "not all of what you have agreed can be read just now",
      hint: Failure.momentary)
  }
}

extension Diary {
  /// Refuses what only two can do.
  func requireTwo() throws {
    if other == nil {
      throw Failure(
        .usage, "an agreement is between two, and this vault is yours alone",
        hint: "vesper write keeps a thought of your own")
    }
  }
}

extension Printing {
  /// Says what was written: its id as JSON, or a sentence.
  func report(_ id: some CustomStringConvertible, _ words: String..., to console: Console) throws {
    if json { return try console.say(JSONText.object(["id": JSONText.string("\(id)")])) }
    for line in words { try console.say(line) }
  }
}
