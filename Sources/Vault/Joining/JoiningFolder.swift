import Glibc
import Sodium

// docs/format.md § Joining

/// The part of a shared folder in which a joining goes on. Anybody may write there.
struct JoiningFolder {
  private let folder: String
  private let path: String

  /// More names than this are not looked at.
  private static let most = 256

  init(in folder: String) {
    self.folder = folder
    path = "\(folder)/joining"
  }

  /// What is there, each once, whatever the names of the files are.
  struct Contents {
    var invitations: [Invitation] = []
    var answers: [JoinAnswer] = []
    var openings: [JoinOpening] = []
  }

  func read() throws(VaultError) -> Contents {
    var contents = Contents()
    for file in try files() {
      switch file.content {
      case .invitation(let it):
        if !contents.invitations.contains(it) { contents.invitations.append(it) }
      case .answer(let it): if !contents.answers.contains(it) { contents.answers.append(it) }
      case .opening(let it): if !contents.openings.contains(it) { contents.openings.append(it) }
      }
    }
    return contents
  }

  func publish(_ invitation: Invitation, _ randomness: Randomness) throws(VaultError) {
    try publish(invitation.bytes, "invitation", randomness)
  }

  func publish(_ answer: JoinAnswer, _ randomness: Randomness) throws(VaultError) {
    try publish(answer.bytes, "answer", randomness)
  }

  func publish(_ opening: JoinOpening, _ randomness: Randomness) throws(VaultError) {
    try publish(opening.bytes, "opening", randomness)
  }

  /// Removes all files of joinings whose invitation is meant, and what belongs to no invitation here.
  func clear(where isMeant: (_ invitation: [UInt8]) -> Bool) throws(VaultError) {
    let files = try files()
    var kept: Set<[UInt8]> = []
    for file in files {
      if case .invitation(let invitation) = file.content, !isMeant(invitation.hash) {
        kept.insert(invitation.hash)
      }
    }
    var keptAnswers: Set<[UInt8]> = []
    for file in files {
      if case .answer(let answer) = file.content, kept.contains(answer.invitation) {
        keptAnswers.insert(answer.hash)
      }
    }
    for file in files {
      let stays =
        switch file.content {
        case .invitation(let invitation): kept.contains(invitation.hash)
        case .answer(let answer): kept.contains(answer.invitation)
        case .opening(let opening): keptAnswers.contains(opening.answer)
        }
      guard !stays, unlink("\(path)/\(file.name)") != 0, errno != ENOENT else { continue }
      throw .system(operation: "remove", path: "\(path)/\(file.name)", errno: errno)
    }
    // Stays where anything else is in it.
    rmdir(path)
  }

  private enum Content {
    case invitation(Invitation)
    case answer(JoinAnswer)
    case opening(JoinOpening)

    /// `nil` for what is not whole, or is something else.
    init?(_ bytes: [UInt8]) throws(VaultError) {
      do throws(VaultError) {
        switch bytes.prefix(8) {
        case Array("VSPRINVI".utf8)[...]: self = .invitation(try Invitation(bytes))
        case Array("VSPRANSW".utf8)[...]: self = .answer(try JoinAnswer(bytes))
        case Array("VSPROPEN".utf8)[...]: self = .opening(try JoinOpening(bytes))
        default: return nil
        }
      } catch .damaged { return nil }
    }
  }

  private func files() throws(VaultError) -> [(name: String, content: Content)] {
    guard try isFolder(folder) else { throw .joining(.noFolder(path: folder)) }
    guard try isFolder(path) else { return [] }
    var found: [(name: String, content: Content)] = []
    for name in try Storage.names(in: path).prefix(JoiningFolder.most) where !name.hasPrefix(".") {
      let bytes = try? Storage.read(
        "\(path)/\(name)", limit: JoinAnswer.length, name: "joining/\(name)")
      guard let bytes, let content = try Content(bytes) else { continue }
      found.append((name, content))
    }
    return found
  }

  private func publish(_ bytes: [UInt8], _ ending: String, _ randomness: Randomness)
    throws(VaultError)
  {
    guard try isFolder(folder) else { throw .joining(.noFolder(path: folder)) }
    let target = "\(path)/\(Hex.encode(BLAKE2b.hash(bytes).prefix(16))).\(ending)"
    if let there = try? Storage.read(target, limit: bytes.count, name: ending), there == bytes {
      return
    }
    try Storage.createFolder(path)
    try Storage.create(target, bytes, replacing: true, suffix: randomness.bytes(8))
  }

  /// Whether a directory stands there. What is laid out in a shared folder as a link leads nowhere.
  private func isFolder(_ path: String) throws(VaultError) -> Bool {
    var facts = stat()
    let isLinkFollowed = path == folder
    guard (isLinkFollowed ? stat(path, &facts) : lstat(path, &facts)) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return false }
      throw .system(operation: "read", path: path, errno: errno)
    }
    guard facts.st_mode & S_IFMT == S_IFDIR else {
      throw .system(operation: "read", path: path, errno: ENOTDIR)
    }
    return true
  }
}
