import ArgumentParser
import Care
import Vault

/// What is active now, for the one who looks.
struct AgreeShow: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show what is welcome to be asked.")

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Argument(help: "The agreement's id, or its first digits.")
  var agreement: String?

  func run(in world: World) throws {
    let talk = try Talk(options, world)
    let views = try talk.looking { try $0.meant(by: agreement) }
    if printing.json {
      let bytes = try AgreementView.document(views)
      return try world.console.write(bytes + [UInt8(ascii: "\n")])
    }
    let console = world.console
    if views.isEmpty {
      let next = talk.diary.other == nil ? "" : " vesper agree propose begins one."
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
    if !views.isEmpty && talk.diary.other != nil {
      try console.say("Where you both read the same six words, it is the same wording.")
    }
    try console.say(AgreementView.reminder)
  }
}
