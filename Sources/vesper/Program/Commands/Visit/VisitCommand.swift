import ArgumentParser
import Care
import Reporting
import Vault

/// Preparing a visit to a clinician, and the page that goes along.
struct VisitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "visit",
    abstract: "Prepare a visit, and the page you take along.",
    discussion:
      "Nothing is on the page unless you pick it. In this order: prep, pick, preview, export.",
    subcommands: [
      VisitPrep.self, VisitPickCommand.self, VisitReleaseCommand.self, VisitPreviewCommand.self,
      VisitExport.self,
    ]
  )
}

/// Which visit: the one named, else the newest.
struct VisitOptions: ParsableArguments {
  @Argument(help: "The visit's id, or its first digits; else the newest visit.")
  var visit: String?

  func entry(_ diary: Diary) throws -> Entry {
    let visits = try diary.visits()
    guard let visit else {
      guard let newest = visits.first else {
        throw Failure(.missing, "no visit is prepared yet", hint: "vesper visit prep begins one")
      }
      return newest
    }
    let missing = Failure(
      .missing, "there is no visit with that id", hint: "vesper list --kind visit shows ids")
    return try FirstDigits.find(
      visit, among: visits, id: { $0.id.description }, missing: missing)
  }
}
