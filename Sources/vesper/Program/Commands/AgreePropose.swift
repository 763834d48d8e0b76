import ArgumentParser
import Care
import Vault

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
    let talk = try Talk.permitting(options, world)
    let diary = talk.diary
    try diary.requireTwo()
    let earlier = try agreement.flatMap { try talk.views.meant(by: $0).first?.agreement }
    let json: [UInt8]
    if let given = try options.given(file, limit: 1_048_576, world) {
      json = given
    } else {
      var questions = Questions(console: world.console, writer: diary.name)
      questions.drafts = Drafts(
        command: Drafts.name(["agree propose"] + [agreement].compactMap(\.self)), diary: diary,
        desk: world.desk)
      let fields = AgreementProposal.fields.filter { $0.key != "agreement" }
      guard let answers = try questions.ask(fields, title: "An agreement") else {
        return try world.console.say("Nothing was answered, so nothing is proposed.")
      }
      try options.confirmOpen(diary, world)
      json = answers
    }
    var proposal = try ValueReading.object(schema: "agree") { () throws(CareError) in
      try AgreementProposal.decode(json)
    }
    if let earlier { proposal.agreement = earlier }
    let id = try diary.propose(proposal, in: talk.consent)
    try printing.report(
      id,
      "\(id.description.prefix(8)) is proposed. Each of you can think it over alone (vesper agree mark) and answer it when you like (vesper agree grant).",
      AgreementView.reminder, to: world.console)
  }
}

/// Puts the same words before both again.
struct AgreeRenew: Command {
  static let configuration = CommandConfiguration(
    commandName: "renew",
    abstract: "Begin anew with the same words; both of you affirm them again.",
    discussion: "After a withdrawal, a lapse or a change in health nothing comes back by itself.")

  @OptionGroup var options: Options
  @OptionGroup var which: WhichAgreement
  @OptionGroup var printing: Printing

  func run(in world: World) throws {
    let talk = try Talk.permitting(options, world)
    let view = try which.one(of: talk.views, talk.diary)
    let words = try talk.diary.renew(view.agreement, in: talk.consent)
    try printing.report(
      view.agreement,
      "\(view.agreement.description.prefix(8)) begins anew, with the same words: \(words)",
      "Both of you can answer it when you like: vesper agree grant", AgreementView.reminder,
      to: world.console)
  }
}
