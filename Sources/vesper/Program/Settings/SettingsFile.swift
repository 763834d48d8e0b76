import Glibc

/// The file of settings, changed a line at a time, so that a person's own remarks in it stay.
struct SettingsFile {
  private let path: String
  private var lines: [String]
  /// What a line ends with before its line feed: nothing, or what Windows puts there.
  private let ending: String

  /// - Throws: what is the matter with it: a file that cannot be read whole is mended by hand.
  init(_ settings: Settings) throws(Failure) {
    if let fault = settings.fault { throw fault }
    path = settings.path
    let bytes = try Settings.bytes(path)
    // By scalars: CR and LF are one `Character` together, which is no "\n".
    lines =
      bytes.map { String(decoding: $0, as: UTF8.self).unicodeScalars }?
      .split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
      ?? ["# What is set for Vesper: vesper config. Nothing secret belongs here.", ""]
    ending = lines.first?.hasSuffix("\r") == true ? "\r" : ""
    if lines.last?.isEmpty == true { lines.removeLast() }
  }

  /// Puts a value in the place of the one that stands there; `nil` takes it away.
  mutating func set(_ setting: Setting, to value: SettingLines.Value?) {
    let line = value.map { "\(setting.rawValue) = \($0.written)\(ending)" }
    let place = lines.firstIndex { line in
      SettingLines(Array(line.utf8)).lines.contains { $0.name == setting.rawValue }
    }
    if let place {
      if let line { lines[place] = line } else { lines.remove(at: place) }
    } else if let line {
      lines.append(line)
    }
  }

  /// Writes it whole or not at all, for its owner alone. A link to a file elsewhere stays a link.
  func write() throws(Failure) {
    var target = path
    if let real = realpath(path, nil) {
      target = String(cString: real)
      free(real)
    } else {
      try makeFolders()
    }
    let text = lines.joined(separator: "\n") + "\n"
    try OutputFile.writeNamed(Array(text.utf8), to: target, replacing: true)
  }

  private func makeFolders() throws(Failure) {
    var folder = ""
    for part in path.split(separator: "/").dropLast() {
      folder += "/\(part)"
      guard mkdir(folder, 0o700) != 0, errno != EEXIST, access(folder, F_OK) != 0 else { continue }
      throw Failure(
        .cannotCreate, "could not create \(folder): \(systemReason(errno))",
        hint: "check who may write there")
    }
  }
}
