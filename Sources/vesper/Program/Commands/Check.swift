import ArgumentParser
import Care
import FoundationEssentials
import Vault

/// Verifies every log whole and says what it found.
struct Check: Command {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Look at everything you can read, and say whether it holds together.",
    discussion: """
      Each log gets a verdict: complete, unfinished and waiting for files are ordinary. With any \
      other, what is good stays readable. A log of yours that is lost, damaged or has two endings \
      can be closed: what is wrong with it then no longer counts. Copies in a linked folder are \
      looked at too, and nothing is changed.
      """)

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Option(
    help: ArgumentHelp(
      "Close this log of yours, by the first digits it is listed with.", valueName: "log"))
  var close: String?

  func run(in world: World) throws {
    let vault: OpenVault
    do {
      vault = try options.openVault(world)
    } catch VaultError.locked {
      guard close == nil else { throw VaultError.locked }
      return try ClosedCheck(options: options, isJSON: printing.json).run(in: world)
    }
    if let close { return try closeLog(close, vault, world) }
    let findings = try findings(vault, world)
    let folders = try? vault.exchange(.looking, waiting: false)
    let isRenewed = vault.isPartnerRenewed || folders?.hasHeardOfRenewal == true
    if printing.json {
      try world.console.say(findings.json(vault, folders, isPartnerRenewed: isRenewed))
    } else {
      for line in findings.lines(vault, width: world.console.width) { try world.console.say(line) }
      for line in CheckWords.folders(vault.folders, folders) { try world.console.say(line) }
      if isRenewed, let other = vault.other {
        try world.console.say(ExchangeWords.renewal(of: other.name))
      }
    }
    try vault.requireRememberedPartner()
    try vault.requireFormerIdentities()
    guard findings.areSound else {
      throw Failure(
        .damaged, "not everything holds together",
        hint: "what is good stays readable; keep a copy of the vault before anything else")
    }
  }

  private func findings(_ vault: OpenVault, _ world: World) throws -> CheckFindings {
    let progress = ProgressLine(on: world.console)
    defer { progress.clear() }
    let reports = try vault.verify(nil) { progress.show("looked at \($0) files") }
    let former = try vault.verifyFormer()
    return CheckFindings(
      reports + former.reports,
      missing: try vault.missingLogs(namedIn: reports) + former.missing, vault.partner,
      formerly: vault.formerPartners)
  }

  private func closeLog(_ digits: String, _ vault: OpenVault, _ world: World) throws {
    let reports = try vault.verify(nil)
    let missing = try vault.missingLogs(namedIn: reports)
    let mine =
      reports.filter { $0.author == vault.partner }.map(\.log)
      + missing.filter { $0.author == vault.partner }.map(\.head.log)
    let log = try FirstDigits.find(
      digits, among: mine, id: { $0.description },
      missing: Failure(VaultError.nothingToClose))
    try Diary(vault, clock: world.clock).close(log)
    if printing.json {
      return try world.console.say(JSONText.object(["closed": JSONText.string("\(log)")]))
    }
    try world.console.say("Closed. What is good in it stays readable.")
  }
}
