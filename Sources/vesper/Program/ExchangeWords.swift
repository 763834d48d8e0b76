import Vault

/// What came of an exchange with the linked folders, in words.
enum ExchangeWords {
  /// What has to be said whoever asked, and whatever for.
  static func warnings(_ report: ExchangeReport) -> [String] {
    var lines = report.hasNewlyGoneOn ? goneOn(report) : []
    if !report.restored.isEmpty {
      lines.append(
        "This device seems to have been brought back from an earlier copy. Entries of yours that it "
          + "did not know were in the linked folder and are here again; from now on it writes to a "
          + "new log.")
    }
    if !report.forked.isEmpty {
      lines.append(
        "A log has two different endings. Both are kept and readable; vesper check says which log.")
    }
    if report.holdsPrivate {
      lines.append(
        "Entries that are for you alone lie in the folder that both of you see. They are sealed, and "
          + "that they are there can be seen. Take them out, and look at what carries that folder.")
    }
    if report.damagedMasters > 0 {
      lines.append(
        "\(count(report.damagedMasters, "file of yours does", "files of yours do")) not hold "
          + "together here, so nothing was put over the copies. vesper check tells more.")
    }
    return lines
  }

  /// What `sync` says.
  static func lines(_ report: ExchangeReport) -> [String] {
    var lines: [String] = []
    if report.collected > 0 {
      lines.append("\(count(report.collected, "new entry has", "new entries have")) come in.")
    }
    if report.published > 0 {
      lines.append("\(count(report.published, "file has", "files have")) gone out.")
    }
    if report.pinned > 0 { lines.append("Your partner is known here now.") }
    if report.repaired > 0 {
      lines.append(
        "\(count(report.repaired, "published copy of yours", "published copies of yours")) said "
          + "something else and \(report.repaired == 1 ? "was" : "were") put right.")
    }
    if report.damaged > 0 {
      lines.append(
        "\(count(report.damaged, "copy does", "copies do")) not hold together and "
          + "\(report.damaged == 1 ? "was" : "were") not taken.")
    }
    if report.kept > 0 {
      lines.append(
        "Of what was found so, \(count(report.kept, "copy is", "copies are")) in quarantine.")
    }
    if report.turnedAway > 0 {
      lines.append(
        "Quarantine is full: \(count(report.turnedAway, "copy was", "copies were")) not kept there. "
          + "You can empty the folder quarantine in the vault.")
    }
    for folder in report.unintroduced {
      lines.append(
        "Who you are could not be put into \(folder.path). Look at what stands there as partners, "
          + "how full the folder is, and who may write there.")
    }
    if report.waiting > 0 {
      lines.append("Some of it waits for files that have not arrived yet.")
    }
    if report.untaken > 0 {
      lines.append(
        "\(count(report.untaken, "log", "logs")) could not be brought together with what is here "
          + "just now; the next look tries again. vesper check says more.")
    }
    if report.refused > 0 {
      lines.append(
        "\(count(report.refused, "log", "logs")) could not be put out whole. Look at how full the "
          + "folder is, and who may write there.")
    }
    if report.tooLong > 0 {
      lines.append(
        "\(count(report.tooLong, "file is", "files are")) too long and "
          + "\(report.tooLong == 1 ? "was" : "were") passed over.")
    }
    if report.isCut {
      lines.append("There is more in the folder than Vesper looks at; the rest was passed over.")
    }
    let isDone =
      report.unreachable.isEmpty && report.unintroduced.isEmpty
      && report.untaken + report.refused == 0
    if isDone { lines.append("Up to date.") }
    return lines + (report.hasNewlyGoneOn ? [] : goneOn(report)) + warnings(report)
  }

  /// What is said while a partner's new identity waits to be compared.
  static func renewal(of name: String) -> String {
    "\(name) has a new identity, and waits for you to join anew: vesper join, and compare the words aloud. "
      + "Until then nothing that you agreed on is active, and what comes from the earlier identity may be "
      + "somebody else's; whoever has it can read what you keep for both. If \(name) knows nothing of this, "
      + "somebody else has \(name)'s identity: vesper identity renew, on \(name)'s device, shuts them out."
  }

  /// What is said of logs with which somebody went on after a renewal.
  static func goneOn(_ report: ExchangeReport) -> [String] {
    var lines: [String] = []
    if !report.goneOn.isEmpty {
      lines.append(
        "Something was written with the identity that you had before, after you renewed it. It is kept "
          + "in quarantine, and is not shown. If you wrote it on another device of yours, bring "
          + "your new identity there: vesper identity export, then vesper identity import.")
    }
    if !report.goneOnByPartner.isEmpty {
      lines.append(
        "Something was written with an identity that your partner has renewed since. It is kept in "
          + "quarantine, and is not shown as theirs.")
    }
    return lines
  }

  static func json(_ report: ExchangeReport, isPartnerRenewed: Bool = false) -> String {
    let members = [
      ("collected", "\(report.collected)"), ("published", "\(report.published)"),
      ("repaired", "\(report.repaired)"), ("quarantined", "\(report.quarantined)"),
      ("waiting", "\(report.waiting)"), ("damaged", "\(report.damaged)"),
      ("untaken", "\(report.untaken)"), ("refused", "\(report.refused)"),
      ("passedOver", "\(report.tooLong)"),
      ("all", report.isCut ? "false" : "true"),
      ("forked", JSONText.array(report.forked.map { JSONText.string("\($0)") })),
      ("restored", JSONText.array(report.restored.map { JSONText.string("\($0)") })),
      (
        "goneOn",
        JSONText.array(
          (report.goneOn + report.goneOnByPartner).map { JSONText.string("\($0)") })
      ),
      ("holdsPrivate", report.holdsPrivate ? "true" : "false"),
      ("unreachable", JSONText.array(report.unreachable.map { JSONText.string($0.path) })),
    ]
    return JSONText.object(members + (isPartnerRenewed ? [("partnerRenewed", "true")] : []))
  }

  private static func count(_ number: Int, _ one: String, _ many: String) -> String {
    "\(number) \(number == 1 ? one : many)"
  }
}
