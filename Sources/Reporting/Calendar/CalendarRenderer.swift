import Care

/// Writes a visit as one whole day of a calendar: RFC 5545, one event that is nobody else's business.
///
/// It says with whom and where, as the page's banner does, and nothing else of the page. A visit
/// without a day gives no bytes.
struct CalendarRenderer: Renderer {
  let stamp: Stamp

  func render(_ document: Document) -> [UInt8] {
    guard let date = document.occasion.visit else { return [] }
    var lines = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Vesper//0.1//EN", "BEGIN:VEVENT",
      "UID:\(stamp.uuid(0))", "DTSTAMP:\(Self.utc(stamp.moment))",
      "DTSTART;VALUE=DATE:\(Self.basic(date))", "DTEND;VALUE=DATE:\(Self.basic(date.next))",
      "SUMMARY:" + Self.text(document.occasion.clinician?.text ?? "Visit"),
    ]
    if let setting = document.occasion.setting {
      lines.append("LOCATION:" + Self.text(setting.text))
    }
    lines += ["CLASS:PRIVATE", "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR"]
    return Array(lines.map { Self.folded($0) + "\r\n" }.joined().utf8)
  }

  /// § 3.3.11: a text, with what has a meaning of its own set off by a backslash.
  private static func text(_ raw: String) -> String {
    var escaped = ""
    for scalar in TerminalText.safe(raw).unicodeScalars {
      switch scalar {
      case "\\", ";", ",": escaped += "\\" + String(scalar)
      case "\n": escaped += "\\n"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// § 3.1: no line over 75 octets; a line goes on after a blank.
  private static func folded(_ line: String) -> String {
    var folded = ""
    var room = 75
    for character in line {
      let size = String(character).utf8.count
      if size > room {
        folded += "\r\n "
        room = 74
      }
      folded.append(character)
      room -= size
    }
    return folded
  }

  /// "20261124"
  private static func basic(_ date: CivilDate) -> String {
    Day(date).iso.filter { $0 != "-" }
  }

  /// "20261120T191500Z"
  private static func utc(_ moment: Moment) -> String {
    let text = Moment(milliseconds: moment.milliseconds).description
    return text.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
  }
}

extension CivilDate {
  fileprivate var next: CivilDate { adding(days: 1) }
}
