extension Moment {
  /// An instant from exactly what ``description`` gives; `nil` for any other text.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 29, let date = CivilDate(String(decoding: bytes[..<10], as: UTF8.self)),
      let hour = Digits.number(bytes[11..<13]), let minute = Digits.number(bytes[14..<16]),
      let second = Digits.number(bytes[17..<19]), let part = Digits.number(bytes[20..<23]),
      let zoneHour = Digits.number(bytes[24..<26]), let zoneMinute = Digits.number(bytes[27..<29])
    else { return nil }
    let east = (bytes[23] == UInt8(ascii: "-") ? -1 : 1) * (zoneHour * 60 + zoneMinute)
    let local = ((Int64(hour) * 60 + Int64(minute)) * 60 + Int64(second)) * 1000 + Int64(part)
    let milliseconds = Int64(date.day) * 86_400_000 + local - Int64(east) * 60_000
    let moment = Moment(
      milliseconds: milliseconds, offsetMinutes: Int16(truncatingIfNeeded: east))
    // Whatever is out of range, or stands between the numbers, comes out differently.
    guard moment.description == text else { return nil }
    self = moment
  }
}
