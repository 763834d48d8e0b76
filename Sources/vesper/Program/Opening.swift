import Care
import Glibc
import Vault

/// How a command comes to an open diary: the session, else the passphrase once, else not at all.
extension Options {
  /// - Parameters:
  ///   - exchanging: whether to look into the linked folders first.
  ///   - isWriting: whether nobody is waited for before something is kept.
  func diary(_ world: World, exchanging: Bool = true, isWriting: Bool = false) throws -> Diary {
    try settledDiary(world, exchanging: exchanging, isWriting: isWriting).diary
  }

  /// The diary, and what was read of consent on the way; `nil` where that has to be read anew.
  func settledDiary(
    _ world: World, exchanging: Bool = true, isWriting: Bool = false
  ) throws -> (diary: Diary, consent: Consent?) {
    let vault = try openVault(world)
    let console = world.console
    vault.whenUnreachable = { _ in
      console.remark(
        "The linked folder is not there just now: what you write is kept here and goes along later."
      )
    }
    // Whatever keeps a folder from being looked into keeps no command from its work.
    let diary = Diary(vault, clock: world.clock)
    if exchanging { exchange(diary, world) }
    // A closed answer opens at its owner's next command; what hinders it must not hinder that.
    let settled = (try? diary.settle(isWriting: isWriting)) ?? nil
    try? diary.settleReplies()
    return (diary, settled)
  }

  /// Looks into the linked folders, as every command does once.
  func exchange(_ diary: Diary, _ world: World) {
    guard let report = diary.exchangeInPassing() else { return }
    for line in ExchangeWords.warnings(report) { world.console.remark(line) }
    if report.hasHeardOfRenewal, let other = diary.renewedPartner {
      world.console.remark(ExchangeWords.renewal(of: other.name))
    }
  }

  func openVault(_ world: World) throws -> OpenVault {
    let places = places(world)
    let vault = try OpenVault.identify(places)
    let partner = try partner(world)
    let name = SessionName(vault: vault, partner: partner)
    let session = try? world.sessions.resume(name)
    if let session {
      world.desk.session = name
      return try OpenVault(
        places, as: try session.identity(), randomness: world.strength.randomness)
    }
    let isGiven = passphraseFd != nil || passphraseFile != nil
    guard isGiven || mayAskPassphrase(world) else { throw VaultError.locked }
    return try unlocked(partner, world)
  }

  /// Opens the vault with the passphrase, whatever sessions there are.
  func unlocked(_ partner: PartnerID, _ world: World) throws -> OpenVault {
    let isAsked = passphraseFd == nil && passphraseFile == nil
    var tries = isAsked ? 3 : 1
    while true {
      do {
        let identity = try identity(partner, isAsked, world)
        return try OpenVault(
          places(world), as: identity, randomness: world.strength.randomness)
      } catch VaultError.wrongPassphrase where tries > 1 {
        tries -= 1
        world.console.remark("That passphrase does not open it. Enter alone leaves.")
      }
    }
  }

  /// The identity that one passphrase opens.
  private func identity(_ partner: PartnerID, _ isAsked: Bool, _ world: World) throws -> Identity {
    let passphrase = try passphrase("Passphrase\(asking(world)): ", world)
    guard passphrase.byteCount > 0 else {
      throw Failure(
        .locked, "no passphrase was given, so nothing was opened",
        hint: "begin again whenever you like")
    }
    // Whoever knows at once that it was mistyped may type it again before the next question.
    let silence = isAsked ? Silence(world.console) : nil
    defer { silence?.end() }
    return try Identities.open(partner, places(world), passphrase: passphrase)
  }

  /// Asks for the passphrase once where the session that opened the diary ended while somebody typed.
  func confirmOpen(_ diary: Diary, _ world: World) throws {
    guard world.desk.session != nil, !world.isStillOpen else { return }
    world.console.remark("The session has ended meanwhile; your words are there.")
    _ = try unlocked(diary.me, world)
  }

  private func asking(_ world: World) -> String {
    named(world).map { " of \($0)" } ?? ""
  }

  /// Whether both partners live on this device and nothing is carried to another.
  func isOneDevice(_ diary: Diary, _ world: World) -> Bool {
    guard diary.folders.isEmpty, let other = diary.other,
      let here = try? Identities.partners(places(world))
    else { return false }
    return here.contains(other.keys.partner)
  }

  /// ` --as NAME`, where a command that is recommended would not do without.
  func naming(_ diary: Diary, _ world: World) -> String {
    // Who is joined from another device is nobody that this one would ask for.
    let isAlone = ((try? Identities.partners(places(world)).count) ?? 2) < 2
    return isAlone || world.environment["VESPER_AS"]?.isEmpty == false
      ? "" : " --as \(ShellWord.quoted(diary.name))"
  }

  /// A passphrase from where the options say, else from the terminal.
  ///
  /// - Throws: `locked` where nobody can be asked.
  func passphrase(_ prompt: String, _ world: World) throws -> Passphrase {
    if let passphraseFd { return try Passphrase.readLine(from: passphraseFd) }
    if let descriptor = try openPassphraseFile() {
      defer { close(descriptor) }
      return try Passphrase.readLine(from: descriptor)
    }
    guard mayAskPassphrase(world) else { throw VaultError.noTerminal }
    return try Passphrase.ask(world.console.lead(to: prompt))
  }

  /// The file with passphrases, opened for whoever closes it; `nil` where none is named.
  func openPassphraseFile() throws -> Int32? {
    guard let passphraseFile else { return nil }
    let descriptor = open(passphraseFile, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Failure(
        errno == ENOENT ? .missing : .system,
        "\(passphraseFile) could not be opened: \(systemReason(errno))", hint: "check the path")
    }
    return descriptor
  }
}
