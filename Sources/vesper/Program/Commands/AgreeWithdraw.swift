import ArgumentParser
import Care
import Vault

// One command each, no reason, no question but the passphrase where the vault is locked.

/// Takes a yes back: an item, an agreement, or everything.
struct AgreeWithdraw: Command {
  static let settingsUse = SettingsUse.lenient
  static let configuration = CommandConfiguration(
    commandName: "withdraw",
    abstract: "Withdraw items, or everything. No reason is asked.",
    discussion: "Without items it covers everything.")

  @OptionGroup var options: Options
  @OptionGroup var chosen: AgreementOptions
  @OptionGroup var printing: Printing

  func run(in world: World) throws {
    // Everything is withdrawn before any folder is looked into: nothing that lies there can hold it up.
    // What is named has to be as the partner's device has it now.
    let isEverything = chosen.which.agreement == nil && chosen.items.isEmpty
    let (diary, settled) = try options.settledDiary(world, exchanging: !isEverything)
    // Not being able to read what was agreed keeps nobody from withdrawing it.
    let consent = settled ?? (try? diary.consent())
    let id: RecordID
    do { id = try withdraw(diary, consent) } catch {
      guard isEverything else { throw error }
      // What there is to withdraw may not have been taken in yet.
      options.exchange(diary, world)
      let id = try withdraw(diary, try? diary.consent())
      return try printing.report(id, "Withdrawn.", to: world.console)
    }
    try printing.report(id, "Withdrawn.", to: world.console)
    if isEverything { options.exchange(diary, world) }
  }

  /// - Returns: the first record's id.
  private func withdraw(_ diary: Diary, _ consent: Consent?) throws -> RecordID {
    guard let consent else { return try diary.withdrawEverything(in: nil) }
    let held = diary.agreements(in: consent)
    let meant = (try? held.meant(by: chosen.which.agreement)) ?? []
    let known = Set(meant.flatMap { $0.items.map(\.id.description) })
    let isHere = !meant.isEmpty && chosen.items.allSatisfy(known.contains)
    if !isHere {
      // What hides an agreement does not keep it from being withdrawn: everything is, then.
      if diary.other != nil, !consent.isWhole { return try diary.withdrawEverything(in: consent) }
      _ = try chosen.which.atLeastOne(of: held, diary)
      for item in chosen.items where !known.contains(item) { throw DiaryError.unknownItem(item) }
    }
    if chosen.which.agreement == nil && chosen.items.isEmpty {
      return try diary.withdrawEverything(in: consent)
    }
    var first: RecordID?
    for view in meant {
      let here = Set(view.items.map(\.id.description))
      let items = chosen.items.isEmpty ? nil : chosen.items.filter(here.contains)
      if items?.isEmpty == true { continue }
      let id = try diary.withdraw(view.agreement, items: items, in: consent)
      first = first ?? id
    }
    return try first ?? diary.withdrawEverything(in: consent)
  }
}

/// Pauses everything, for as long as one likes.
struct AgreePause: Command {
  static let settingsUse = SettingsUse.lenient
  static let configuration = CommandConfiguration(
    commandName: "pause", abstract: "Pause everything. No reason is asked.")

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  func run(in world: World) throws {
    // Before any folder is looked into: nothing that lies there can hold it up.
    let (diary, settled) = try options.settledDiary(world, exchanging: false)
    let consent = settled ?? (try? diary.consent())
    try printing.report(try pause(diary, consent), "Paused.", to: world.console)
    options.exchange(diary, world)
  }

  private func pause(_ diary: Diary, _ consent: Consent?) throws -> RecordID {
    if consent != nil { try diary.requireTwo() }
    return try diary.pause(in: consent)
  }
}

/// Lifts one's own pause.
struct AgreeResume: Command {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Lift your own pause, if there is one.",
    discussion: "After it, what both of you affirm again can be active again.")

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  func run(in world: World) throws {
    let talk = try Talk.permitting(options, world)
    try talk.diary.requireTwo()
    let id = try talk.diary.resume(in: talk.consent)
    try printing.report(
      id, "Your own pause, if any, is lifted.",
      "What both of you affirm again can be active again: vesper agree grant",
      AgreementView.reminder, to: world.console)
  }
}
