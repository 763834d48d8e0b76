/// Tells from the bytes of a body, before it is decoded, that a word surely does not stand in it.
///
/// ``EntryFilter`` looks for a word in what a screen would show, in any case. Most of that stands in the
/// body as it is; where something may be shown that does not stand there, or stands there otherwise, this
/// says "perhaps", and the entry is decoded and looked at.
struct TextProbe: Sendable {
  /// In lower case.
  private let needle: [UInt8]
  /// What each byte may be the beginning of.
  private let marks: [UInt8]
  /// Whether a letter that is not ASCII may be one of the needle's: a Kelvin sign is a k, Unicode has
  /// a question mark and an accent that are the same as a semicolon and a grave, and a Turkish capital I is an
  /// i with a dot of its own behind it in lower case.
  private let hasDoubles: Bool
  /// The kinds of which nothing is shown that could hold the needle and is not in the body.
  private let kinds: Set<UInt16>

  /// `nil` where the bytes of a body could say nothing about this word.
  init?(_ text: String) {
    let lower = Array(text.lowercased().utf8)
    guard !lower.isEmpty, lower.allSatisfy(TextProbe.standsForItself) else { return nil }
    needle = lower
    marks = TextProbe.marks(first: lower[0])
    hasDoubles =
      lower.contains { "k;`".utf8.contains($0) } || lower.last == UInt8(ascii: "i")
    let isWord = lower.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
    kinds = Set(
      Kinds.all.filter { kind in
        let shown = TextProbe.madeWords(kind.fields)
        // Letters alone never reach over what stands between two words.
        return shown.isEmpty
          || (isWord && !shown.contains { $0.lowercased().contains(text.lowercased()) })
      }.map { $0.tag })
  }

  /// ASCII that JSON writes as itself, and as nothing else but a `\u` escape.
  private static func standsForItself(_ byte: UInt8) -> Bool {
    (0x20..<0x7F).contains(byte) && !"\"\\/".utf8.contains(byte)
  }

  /// What a screen shows of such fields beside the answers themselves: see ``Rendering``.
  private static func madeWords(_ fields: [Field]) -> [String] { fields.flatMap { made($0.shape) } }

  private static func made(_ shape: Field.Shape) -> [String] {
    switch shape {
    case .line, .text, .number, .choice, .date, .time, .span, .hex, .tag: []
    case .scale: ["of"]
    case .flag: ["yes", "no"]
    case .list(let item, _): made(item)
    case .object(let fields): fields.map(\.label) + madeWords(fields)
    }
  }

  /// Whether the word may stand in an entry of that kind with this body.
  func mayStand(in body: [UInt8], of kind: UInt16) -> Bool {
    guard kinds.contains(kind) else { return true }
    let body = body.span
    let marks = marks.span
    var seen: UInt8 = 0
    for place in 0..<body.count {
      let mark = marks[Int(body[place])]
      seen |= mark
      guard mark & ~Mark.beyondASCII != 0 else { continue }
      if mark & Mark.first != 0, stands(needle, at: place, of: body) { return true }
      // An escaped letter could be any; and what an amendment replaces must not be shown, whatever it says.
      if mark & Mark.escape != 0, place + 1 < body.count, body[place + 1] == UInt8(ascii: "u") {
        return true
      }
      if mark & Mark.quote != 0, stands(TextProbe.amends, at: place, of: body) { return true }
    }
    let isASCII = seen & Mark.beyondASCII == 0
    return !isASCII && hasDoubles
  }

  /// What a byte of a body may be the beginning of.
  private enum Mark {
    static let first: UInt8 = 1
    static let escape: UInt8 = 2
    static let quote: UInt8 = 4
    static let beyondASCII: UInt8 = 8
  }

  private static func marks(first: UInt8) -> [UInt8] {
    (0...UInt8.max).map { byte in
      (lowered(byte) == first ? Mark.first : 0)
        | (byte == UInt8(ascii: "\\") ? Mark.escape : 0)
        | (byte == UInt8(ascii: "\"") ? Mark.quote : 0)
        | (byte >= 0x80 ? Mark.beyondASCII : 0)
    }
  }

  private static let amends = Array("\"amends\"".utf8)

  private func stands(_ word: [UInt8], at place: Int, of body: Span<UInt8>) -> Bool {
    guard place + word.count <= body.count else { return false }
    for index in 0..<word.count where TextProbe.lowered(body[place + index]) != word[index] {
      return false
    }
    return true
  }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
