import Care
import FoundationEssentials
import Vault

/// What `check` tells: of every log but those that would say what the partner has answered.
struct CheckFindings {
  private let reports: [OpenVault.LogReport]
  private let missing: [OpenVault.MissingLog]
  private let me: PartnerID
  /// Who the partner is, and was before renewals.
  private let own: Set<PartnerID>

  private static let sound: Set<Verdict> = [.complete, .unfinished, .waiting]

  init(
    _ all: [OpenVault.LogReport], missing: [OpenVault.MissingLog], _ me: PartnerID,
    formerly: [PartnerID]
  ) {
    let own = Set([me] + formerly)
    // A partner's consent logs are not told of: whether there is one, or has become one, would say
    // whether the other has answered. Only what does not hold together is.
    let reports = all.filter { report in
      own.contains(report.author) || report.logClass != .consent
        || !Self.sound.contains(report.verdict)
    }
    let told = Set(reports.flatMap(\.named).map(\.log))
    self.reports = reports
    self.missing = missing.filter { $0.verdict != .waiting || told.contains($0.head.log) }
    self.me = me
    self.own = own
  }

  var areSound: Bool {
    (reports.map(\.verdict) + missing.map(\.verdict)).allSatisfy(Self.sound.contains)
  }

  /// - Parameter width: of the screen: on a narrow one what there is stands beneath how it is.
  func lines(_ vault: OpenVault, width: Int) -> [String] {
    let isNarrow = width < 60
    var lines: [String] = []
    for report in reports {
      let what = report.logClass.map { "\($0)" } ?? "unknown"
      var line = "\(report.audience) \(what), "
      line +=
        "\(own.contains(report.author) ? CheckWords.mine : CheckWords.theirs) (\(report.log.description.prefix(8)))"
      // How far a consent log has come says when somebody answered.
      if report.logClass == .diary {
        line += CheckWords.size(report.entries, lastOn: day(report))
      }
      lines += CheckWords.row(report.verdict, line, isNarrow)
      if let damage = report.damage { lines.append("  \(damage.file): \(damage.reason.rawValue)") }
      if report.goesOn { lines.append(CheckWords.goesOn) }
      if report.isEndUntold { lines.append(CheckWords.endUntold) }
      lines += CheckWords.advice(
        report.verdict, isMine: report.author == me, isForkedHere: report.isForkedHere,
        isLinked: !vault.folders.isEmpty, report.log)
    }
    for log in missing {
      lines += CheckWords.row(
        log.verdict, "nothing of it is here (\(log.head.log.description.prefix(8)))", isNarrow)
      lines += CheckWords.advice(
        log.verdict, isMine: log.author == me, isForkedHere: false,
        isLinked: !vault.folders.isEmpty,
        log.head.log)
    }
    return lines.isEmpty ? ["Nothing is kept here yet."] : lines
  }

  func json(_ vault: OpenVault, _ folders: ExchangeReport?, isPartnerRenewed: Bool) -> String {
    let logs = reports.map { report in
      var members = [
        ("log", JSONText.string(report.log.description)),
        ("author", JSONText.string(report.author.description)),
        ("audience", JSONText.string("\(report.audience)")),
        ("class", JSONText.string(report.logClass.map { "\($0)" } ?? "unknown")),
        ("verdict", JSONText.string(report.verdict.rawValue)),
      ]
      if report.logClass == .diary {
        members += [("records", "\(report.entries)"), ("segment", "\(report.segment)")]
        if let day = day(report) { members.append(("date", JSONText.string(day))) }
      }
      if report.goesOn { members.append(("goesOn", "true")) }
      if report.isEndUntold { members.append(("endUntold", "true")) }
      if let damage = report.damage {
        members.append(("file", JSONText.string(damage.file)))
        members.append(("reason", JSONText.string(damage.reason.rawValue)))
      }
      return JSONText.object(members)
    }
    let gone = missing.map { log in
      var members = [
        ("log", JSONText.string(log.head.log.description)),
        ("audience", JSONText.string("\(log.audience)")),
        ("class", JSONText.string(log.logClass.map { "\($0)" } ?? "unknown")),
        ("verdict", JSONText.string(log.verdict.rawValue)),
      ]
      if let author = log.author { members.append(("author", JSONText.string("\(author)"))) }
      return JSONText.object(members)
    }
    let looked = vault.folders.isEmpty ? nil : folders.map { ExchangeWords.json($0) }
    let members = [
      ("logs", JSONText.array(logs + gone)), ("folders", JSONText.array(looked.map { [$0] } ?? [])),
    ]
    return JSONText.object(members + (isPartnerRenewed ? [("partnerRenewed", "true")] : []))
  }

  private func day(_ report: OpenVault.LogReport) -> String? {
    report.lastEntered.map { time in
      Moment(milliseconds: time, offsetMinutes: 0).date.description
    }
  }
}

/// The words of `check`.
enum CheckWords {
  static func padded(_ verdict: Verdict) -> String {
    verdict.rawValue + String(repeating: " ", count: max(0, 18 - verdict.rawValue.count))
  }

  static func row(_ verdict: Verdict, _ what: String, _ isNarrow: Bool) -> [String] {
    isNarrow ? [verdict.rawValue, "  \(what)"] : ["\(padded(verdict)) \(what)"]
  }

  static let goesOn =
    "  After its author's identity was renewed somebody wrote on. That is kept and is not shown."

  static let endUntold =
    "  It is from before both of you had new identities, and this device was never told where it ended. "
    + "What somebody with your partner's earlier identity writes there shows as theirs."

  /// How much people have written in a log; what the vault notes there for itself is nobody's.
  static func size(_ entries: Int, lastOn day: String?) -> String {
    guard entries > 0, let day else { return ", no records" }
    return ", \(entries) \(entries == 1 ? "record" : "records"), the last of \(day)"
  }

  static let mine = "yours"
  static let theirs = "your partner's"

  static func whose(_ author: PartnerID, _ me: PartnerID) -> String {
    author == me ? mine : theirs
  }

  /// What to do about a verdict.
  static func advice(
    _ verdict: Verdict, isMine: Bool, isForkedHere: Bool, isLinked: Bool, _ log: LogID
  ) -> [String] {
    let close = "vesper check --close \(log.description.prefix(8))"
    let fetch = isLinked ? "  vesper sync takes back what lies whole in the linked folder." : nil
    switch verdict {
    case .complete, .unfinished: return []
    case .waiting: return ["  More of it is known of and has not arrived yet."]
    case .forked where isMine && isForkedHere:
      return [
        "  This device was brought back from an earlier copy and wrote on. Both endings are here, "
          + "and readable. \(close) closes it."
      ]
    case .forked:
      return ["  It has two different endings; both stay." + (isMine ? " \(close) closes it." : "")]
    case .rolledBack, .damaged:
      let seen = verdict == .rolledBack ? ["  This device has seen more of it."] : []
      return seen + (fetch.map { [$0] } ?? [])
        + (isMine ? ["  If nothing brings it back: \(close)"] : [])
    }
  }

  /// How the copies in the linked folders are.
  static func folders(_ linked: [LinkedFolder], _ report: ExchangeReport?) -> [String] {
    guard !linked.isEmpty else { return [] }
    guard let report else {
      return ["Another command is writing; the linked folder was not looked at."]
    }
    var lines = report.unreachable.map { "The linked folder \($0.path) is not there just now." }
    let due = [
      report.collected > 0 ? "\(report.collected) in the folder not taken in yet" : nil,
      report.published > 0 ? "\(report.published) not gone out yet" : nil,
      report.repaired > 0 ? "\(report.repaired) of your copies changed by something else" : nil,
      report.damaged > 0 ? "\(report.damaged) copies that do not hold together" : nil,
      report.forked.isEmpty ? nil : "another ending of a log",
    ].compactMap { $0 }
    if !due.isEmpty {
      lines.append("In the linked folder: \(due.joined(separator: ", ")). vesper sync sees to it.")
    } else if report.unreachable.isEmpty {
      lines.append("The copies in the linked folder are as they have to be.")
    }
    return lines + ExchangeWords.goneOn(report)
      + ExchangeWords.warnings(report).filter { _ in report.holdsPrivate }
  }
}
