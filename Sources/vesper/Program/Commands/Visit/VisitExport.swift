import ArgumentParser
import Care
import Reporting
import Vault

/// Writes the page into a file of its own.
struct VisitExport: Command {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the page that was previewed.",
    discussion: """
      The file leaves the vault's protection, and it is yours to keep safe. Only a PDF can be locked: \
      --lock asks for a password, and the file opens with it alone.
      """)

  @OptionGroup var options: Options
  @OptionGroup var visit: VisitOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var lock: LockOptions

  @Option(help: "html, pdf, text, markdown, fhir, json, or ics for the appointment.")
  var format: PageKind = .html

  @Option(help: "a4 or letter.")
  var paper: Sheet?

  @Option(
    help: ArgumentHelp(
      "The file to write, or - for standard output; else it is asked for.", valueName: "file"))
  var output: String?

  @Flag(help: "Write over a file that is there.")
  var force = false

  func validate() throws {
    if lock.isWanted && format != .pdf {
      throw ValidationError("only a PDF can be locked. Add --format pdf")
    }
  }

  func run(in world: World) throws {
    let diary = try options.diary(world)
    let (visit, summary) = try world.console.whileReading(diary) { () throws -> (Entry, Summary) in
      let visit = try self.visit.entry(diary)
      let summary = try page.summary(diary, visit, world)
      try check(summary, wasSeenFor: visit, diary)
      return (visit, summary)
    }
    if format == .ics, (visit.value as? Care.Visit)?.date == nil {
      throw Failure(
        .usage, "this visit has no day yet", hint: "vesper visit prep takes one")
    }
    // What is not installed is said before anything is asked.
    if format == .pdf { _ = try OtherProgram.weasyprint.path(world) }
    if lock.isWanted { _ = try OtherProgram.qpdf.path(world) }
    let output = try place(of: visit, world)
    let bytes = try bytes(of: summary, for: visit, world)
    guard !bytes.isEmpty else { throw Failure(.bug, "the page came out empty") }
    guard output != "-" else { return try world.console.write(bytes) }
    try OutputFile.write(bytes, to: output, replacing: force)
    try world.console.say("The page is at \(output)")
    try world.console.say(
      lock.isWanted
        ? "It opens with its password alone. Hand that over by another way than the file."
        : "It is not sealed: whoever has the file can read it.")
  }

  private func check(_ summary: Summary, wasSeenFor visit: Entry, _ diary: Diary) throws {
    guard let seen = try diary.pageSeen(for: visit) else {
      throw Failure(
        .usage, "this page has not been looked at yet",
        hint: "vesper visit preview shows what will leave")
    }
    guard seen == Diary.pageHash(summary.canonicalBytes) else {
      throw Failure(
        .usage, "the page has changed since you looked at it",
        hint: "vesper visit preview shows it as it is now")
    }
  }

  private func bytes(of summary: Summary, for visit: Entry, _ world: World) throws -> [UInt8] {
    let stamp = Stamp(
      identity: Diary.pageName(of: visit, summary.canonicalBytes), moment: world.clock.now())
    let paper = (paper ?? world.settings.paper ?? .a4).paper
    switch format {
    case .html: return summary.render(.html(paper: paper))
    case .text: return summary.render(.text())
    case .markdown: return summary.render(.markdown)
    case .json: return summary.render(.json)
    case .fhir: return summary.render(.fhir(stamp))
    case .ics: return summary.render(.calendar(stamp))
    case .pdf:
      guard lock.isWanted else {
        return try PDF.make(of: summary.render(.pages(paper: paper)), world)
      }
      let password = try lock.password(options, world)
      let open = try PDF.make(of: summary.render(.pages(paper: paper)), world)
      return try PDF.lock(open, with: password, world)
    }
  }

  /// Where the page goes: what was named, else what is answered.
  private func place(of visit: Entry, _ world: World) throws -> String {
    if let output { return output }
    let day = (visit.value as? Care.Visit)?.date ?? visit.about
    let usual = "visit-\(day).\(format.suffix)"
    guard options.mayAsk(world) else {
      throw Failure(.usage, "say where the page goes", hint: "as in --output \(usual)")
    }
    let questions = Questions(console: world.console, writer: nil)
    guard let typed = try questions.askLine("Write it to which file? Enter: \(usual)") else {
      throw VaultError.interrupted
    }
    return typed.isEmpty ? usual : typed
  }
}

/// The password of a locked page: asked for unseen, or read from a descriptor, never an argument.
struct LockOptions: ParsableArguments {
  @Flag(help: "Lock the PDF with a password.")
  var lock = false

  @Option(
    help: ArgumentHelp(
      "Lock it with the password on this file descriptor, one line.", valueName: "n"))
  var lockFd: Int32?

  var isWanted: Bool { lock || lockFd != nil }

  /// PDF 2.0 § 7.6.4.3.3 looks at this many bytes of a password.
  private static let longest = 127

  func validate() throws {
    if lockFd.map({ $0 < 0 }) == true {
      throw ValidationError("--lock-fd takes a number from 0")
    }
  }

  func password(_ options: Options, _ world: World) throws -> Passphrase {
    if let lockFd { return try LockOptions.checked(try Passphrase.readLine(from: lockFd)) }
    guard options.mayAskPassphrase(world) else {
      throw Failure(
        .usage, "a password is needed and nobody can be asked for it",
        hint: "give it with --lock-fd N")
    }
    let password = try LockOptions.checked(
      try Passphrase.ask(world.console.lead(to: "Password for the page: ")))
    let again = try Passphrase.ask(world.console.lead(to: "Once more: "))
    guard password.equals(again) else {
      throw Failure(.usage, "the two are not alike, so nothing was written", hint: "try again")
    }
    return password
  }

  private static func checked(_ password: consuming Passphrase) throws(Failure) -> Passphrase {
    guard password.byteCount > 0 else {
      throw Failure(
        .usage, "no password was given, so nothing was written",
        hint: "without --lock the page is an open PDF")
    }
    guard password.byteCount <= longest else {
      throw Failure(
        .usage, "a page's password has at most \(longest) bytes", hint: "choose a shorter one")
    }
    // qpdf reads its arguments line by line, and would take it for one of its options.
    guard !password.begins(with: UInt8(ascii: "-")) else {
      throw Failure(
        .usage, "a page's password cannot begin with a hyphen", hint: "choose another one")
    }
    return password
  }
}
