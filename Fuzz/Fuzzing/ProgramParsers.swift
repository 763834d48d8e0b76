extension Parser {
  /// What stands in a file of settings. Its reader is linked in here as a file, so that the rest of the
  /// program need not be built for it.
  static let program = [
    Parser(name: "settings") { bytes in
      let read = SettingLines(bytes)
      holds(Set(read.lines.map(\.name)).count == read.lines.count, "no setting stands there twice")
      for line in read.lines {
        let written = SettingLines(Array("\(line.name) = \(line.value.written)".utf8))
        if case .text(let text) = line.value, text.unicodeScalars.contains(where: { $0 == "\t" }) {
          continue
        }
        holds(
          written.lines.map(\.value) == [line.value], "a setting is read as it was written")
      }
    }
  ]
}
