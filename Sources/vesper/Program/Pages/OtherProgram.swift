import Glibc

/// A program that Vesper starts and does not bring along.
enum OtherProgram: String {
  case weasyprint, qpdf

  /// How a person gets it.
  var hint: String {
    switch self {
    case .weasyprint:
      "pipx install weasyprint brings it; until then --format html prints well from a browser"
    case .qpdf: "apt-get install qpdf brings it; without --lock it is not needed"
    }
  }

  /// Where it stands, as the shell would find it.
  ///
  /// - Throws: unavailable, with how to install it.
  func path(_ world: World) throws(Failure) -> String {
    guard let path = OtherProgram.find(rawValue, world) else {
      throw Failure(.unavailable, "this needs \(rawValue), which is not installed", hint: hint)
    }
    return path
  }

  static func find(_ name: String, _ world: World) -> String? {
    let folders = (world.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(
      separator: ":")
    // A relative folder would be another one tomorrow.
    return folders.filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }
      .first { path in
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
          && access(path, X_OK) == 0
      }
  }
}
