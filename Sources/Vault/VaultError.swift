import Glibc
import Sodium

/// What can go wrong in a vault; the terminal turns each into a sentence, a hint and an exit code.
public enum VaultError: Error, Equatable, Sendable {
  /// There is no vault at this path.
  case noVault(path: String)
  /// Something already stands where a vault would be made.
  case vaultExists(path: String)
  /// A file made by a later format version.
  case newerVersion(file: String, version: Int)
  /// A file that is not what it has to be.
  case damaged(Damage)
  /// No identity on this device answers to the name.
  case unknownPartner
  /// Two identities are on this device and none was named.
  case partnerNotNamed
  /// A name of no or more than 63 bytes of UTF-8, or with a control character in it.
  case unusableName
  /// The passphrase does not open the identity.
  case wrongPassphrase
  /// No session is open for this partner.
  case locked
  /// A shared record needs a partner whose keys are pinned.
  case noPartner
  /// A log to close that is another's, or holds together.
  case nothingToClose
  /// A folder to link in which the vault lies, or what unlocks it; or that lies in them.
  case unsuitableFolder(path: String)
  /// A joining does not go on.
  case joining(JoiningRefusal)
  /// Another process of the same partner is writing.
  case busy
  /// A record body over the limit, in bytes.
  case bodyTooLong(limit: Int)
  /// The kernel gives no keyring to keep a session in.
  case noKeyring(errno: Int32)
  /// The operating system refused.
  case system(operation: String, path: String, errno: Int32)
  /// There is no locked memory, or not enough for the key derivation.
  case outOfMemory
  /// A passphrase is to be asked for and there is no terminal.
  case noTerminal
  /// The question was left with Ctrl-C.
  case interrupted
  /// More bytes than a passphrase may have.
  case passphraseTooLong(limit: Int)
  /// The passphrase's file or terminal could not be read.
  case passphraseUnreadable(errno: Int32)
  /// A secret that is to be shown could not be written.
  case outputUnwritable(errno: Int32)
  /// A recovery code that was typed is none.
  case recoveryCode(RecoveryFault)
  /// A recovery code belongs to nobody here.
  case unknownCode
  /// A recovery code or a backup is of an identity that was renewed, and the new one is here.
  case renewedIdentity
  /// An entry stands in a log that this device does not write.
  case writtenElsewhere
  /// Something that may hold what is to be forgotten is here and cannot be read just now.
  case notAllForgotten
  /// A record is in its log, and the device could not note that it is; it may show up later.
  case notNoted(errno: Int32)
  /// A directory cannot be backed up to, or a backup not be used.
  case backup(BackupRefusal)
  /// Something below refused that never refuses what this room hands it: a bug.
  case fault
}

/// Where damage was found, in words that name no content.
public struct Damage: Error, Equatable, Sendable {
  /// The file, relative to the directory it belongs to.
  public let file: String
  /// What does not hold.
  public let reason: Reason

  /// The rule of docs/format.md that a file breaks.
  public enum Reason: String, Sendable {
    case unreadable = "it cannot be read"
    case newer = "it was made by a newer Vesper"
    case length = "its length is impossible"
    case magic = "it does not begin as such a file begins"
    case nonZero = "it has something where nothing may be"
    case bounds = "a number in it is out of bounds"
    case checksum = "its checksum does not fit"
    case signature = "its signature does not fit its keys"
    case path = "it belongs somewhere else"
    case foreign = "it belongs to another vault"
    case reader = "it was not made for this reader"
    case slot = "its key slot does not open"
    case commitment = "its key is not the one it commits to"
    case cell = "a cell does not open"
    case frame = "its cells do not fit together"
    case link = "a record does not follow the one before it"
    case forged = "a record was not written by its author"
    case tombstone = "a record was removed without a trace of who removed it"
    case state = "it does not open with this identity"
    case twice = "more than one identity goes by this name, and one may be a stranger's"
    case forgotten = "it no longer says who your partner is, so nothing is active"
  }
}

extension VaultError {
  static func damage(_ reason: Damage.Reason, in file: String) -> VaultError {
    .damaged(Damage(file: file, reason: reason))
  }

  /// Whether one place could not be read, be it for a moment: not that nothing can be opened just now
  /// for want of descriptors or memory.
  var isOfOnePlace: Bool {
    guard case .system(_, _, let reason) = self else { return false }
    return ![EMFILE, ENFILE, ENOMEM].contains(reason)
  }
}

extension Damage {
  /// Whether a file is there that could not be read, be it for a moment: of what it holds nothing is known.
  var isUnread: Bool { reason == .unreadable }
}

extension VaultError {
  /// An error of the primitives, in this room's words.
  static func primitive(_ error: SodiumError) -> VaultError {
    switch error {
    case .outOfLockedMemory, .keyDerivationFailed: .outOfMemory
    case .noTerminal: .noTerminal
    case .interrupted: .interrupted
    case .tooLong(let limit): .passphraseTooLong(limit: limit)
    case .readFailed(let number): .passphraseUnreadable(errno: number)
    case .writeFailed(let number): .outputUnwritable(errno: number)
    default: .fault
    }
  }
}

/// Runs a libsodium call and gives its error the shape of this room's errors.
func primitive<R: ~Copyable>(_ body: () throws(SodiumError) -> R) throws(VaultError) -> R {
  do { return try body() } catch { throw .primitive(error) }
}
