import Care
import Glibc
import Vault

// One place turns every error of the rooms below into words and an exit code.

extension Failure {
  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as DiaryError: self.init(error)
    case let error as VaultError: self.init(error)
    case let error as CareError: self.init(error)
    case let error as ConsentError: self.init(error)
    case let error as CalendarProblem:
      self.init(.damaged, error.sentence, hint: "nothing was taken in; ask for the file once more")
    default: self.init(inside: ())
    }
  }

  /// Something that never happens unless Vesper has a mistake in it.
  private init(inside: Void) {
    self.init(
      .bug, "something went wrong inside Vesper", hint: "nothing that was acknowledged is lost")
  }

  init(_ error: DiaryError) {
    switch error {
    case .vault(let error): self.init(error)
    case .care(let error): self.init(error)
    case .consent(let error): self.init(error)
    case .notFound:
      self.init(
        .missing, "there is nothing with that id",
        hint: "vesper list shows ids; four digits or more")
    case .notFoundYet:
      self.init(
        .system, "there is nothing with that id in what can be read, and something cannot just now",
        hint: Failure.momentary)
    case .ambiguous:
      self.init(.usage, "more than one id begins like that", hint: "give a few more digits")
    case .notOwn:
      self.init(
        .usage, "your partner wrote this, and it is theirs to keep or to forget",
        hint: "what you wrote can be forgotten: vesper list --by me")
    case .unsettled:
      self.init(
        .damaged, "two wordings of this agreement stand side by side",
        hint: "propose one new wording: vesper agree propose")
    case .unread:
      self.init(
        .system,
        "something of what you have agreed cannot be read just now, so nothing was written",
        hint: Failure.momentary,
        "taking back and pausing are possible all the same")
    case .unknownItem(let name):
      self.init(
        .missing, "the agreement has no item called \"\(name)\"",
        hint: "vesper agree show lists the items")
    }
  }

  init(_ error: CareError) {
    let code: Code =
      switch error {
      case .inconsistentKind: .bug
      case .notADate, .toCome, .unknownKind, .wrongAudience, .cannotAmend: .usage
      default: .damaged
      }
    self.init(
      code, error.sentence,
      hints: [error.hint ?? "nothing was changed; vesper schema lists what there is"])
  }

  init(_ error: ConsentError) {
    switch error {
    case .outOfBounds(let field):
      self.init(
        .damaged, "\(field): this does not fit an agreement",
        hint: "vesper schema agree shows what fits")
    case .tooLarge:
      self.init(.damaged, "this agreement is too long", hint: "fewer or shorter items")
    case .brokenDigest: self.init(inside: ())
    }
  }

  init(_ error: VaultError) {
    switch error {
    case .noVault(let path):
      self.init(.missing, "there is no vault at \(path)", hint: "vesper init makes one")
    case .vaultExists(let path):
      self.init(
        .cannotCreate, "something is already at \(path)",
        hint: "vesper status tells what it is", "or name another place with --vault")
    case .newerVersion(let file, let version):
      self.init(
        .damaged, "\(file) was made by a newer Vesper (format version \(version))",
        hint: "nothing was changed; a newer Vesper can read it")
    case .damaged(let damage) where damage.reason == .twice:
      self.init(
        .damaged, "\(damage.file): \(damage.reason.rawValue)",
        hints: [
          "move the identity file that you do not know somewhere else, and look again",
          "where vesper identity renew was cut short, run it once more",
        ])
    case .damaged(let damage):
      self.init(
        .damaged, "\(damage.file): \(damage.reason.rawValue)",
        hint: "vesper check looks at everything")
    case .unknownPartner:
      self.init(
        .missing, "no partner of this vault on this device goes by that name",
        hint: "names are as they were given at vesper init")
    case .partnerNotNamed:
      self.init(
        .usage, "two partners use this device, so say who is writing",
        hint: "add --as NAME, or set VESPER_AS")
    case .unusableName:
      self.init(
        .usage, "that name cannot be used",
        hint: "a name is one short line, and different for each of you")
    case .wrongPassphrase:
      self.init(
        .locked, "that passphrase does not open this identity",
        hint: "try again; capital letters and spaces matter")
    case .locked: self.init(.locked, "the vault is locked", hint: "vesper unlock opens it")
    case .noPartner:
      self.init(
        .usage, "this vault is yours alone", hint: "without --us it is kept for you")
    case .nothingToClose:
      self.init(
        .usage, "there is no log of yours by those digits that needs closing",
        hint: "vesper check lists them; only its own author can close one")
    case .unsuitableFolder(let path):
      self.init(
        .usage, "\(path) lies too close to your vault, or to another linked folder",
        hint: "choose a folder of its own: nothing private may lie in it")
    case .joining(let refusal): self.init(refusal)
    case .busy:
      self.init(.busy, "another command is writing", hint: "try again in a moment")
    case .bodyTooLong(let limit):
      self.init(
        .damaged, "this is larger than the \(limit) bytes that fit",
        hint: "split it into smaller parts")
    case .noKeyring:
      self.init(
        .unavailable, "this system offers no keyring to keep a session in",
        hint: "every command can ask for the passphrase instead")
    case .system(let operation, let path, let number):
      self.init(operation, path, number)
    case .outOfMemory:
      self.init(
        .system, "there is not enough memory to open the vault", hint: "close other programs")
    case .noTerminal:
      self.init(
        .locked, "a passphrase is needed and nobody can be asked for it",
        hint: "give it with --passphrase-fd N or --passphrase-file F")
    case .interrupted:
      self.init(.left, "stopped; nothing was changed", hint: "begin again whenever you like")
    case .passphraseTooLong(let limit):
      self.init(.usage, "a passphrase has at most \(limit) bytes", hint: "choose a shorter one")
    case .passphraseUnreadable(let number):
      self.init(
        .system, "the passphrase could not be read: \(systemReason(number))",
        hint: "check --passphrase-fd or --passphrase-file")
    case .outputUnwritable(let number):
      // Whoever read has read enough.
      if number == EPIPE {
        self = .closedPipe
      } else {
        self.init(
          .system, "the output could not be written: \(systemReason(number))",
          hint: "check where it goes, and whether there is room")
      }
    case .recoveryCode(let fault): self.init(fault)
    case .unknownCode:
      self.init(
        .missing, "this is a recovery code, and it belongs to nobody here",
        hint: "--vault names another vault; vesper recovery restore --from names a copy")
    case .renewedIdentity:
      self.init(
        .usage, "this is of the identity that you had before you renewed it",
        hints: [
          "the passphrase of the new one opens everything, what you wrote before too: vesper unlock",
          "where it is forgotten, the code of the new one brings it back: vesper recovery restore",
        ])
    case .writtenElsewhere:
      self.init(
        .usage, "this was written on another device, or before this one was restored",
        hint: "it can be forgotten where it was written")
    case .notAllForgotten:
      self.init(
        .system,
        "something of your diary cannot be read just now and may hold more of it; all else of it is forgotten",
        hint: "forget it once more in a moment; where it stays so, vesper check says what it is")
    case .notNoted(let number):
      self.init(
        .system,
        "it was written, and this device could not note that it was: \(systemReason(number))",
        hint: "it may show up later: look with vesper list before you write it again")
    case .backup(let refusal): self.init(refusal)
    case .fault: self.init(inside: ())
    }
  }

  private init(_ refusal: BackupRefusal) {
    switch refusal {
    case .occupied:
      self.init(
        .cannotCreate, "there is something there that is no backup",
        hint: "name an empty directory, or that of your last backup")
    case .notThere:
      self.init(.missing, "there is no backup there", hint: "check the path")
    case .ofAnother:
      self.init(
        .cannotCreate, "the backup there is of another vault, or of your partner",
        hint: "each of you needs a directory of their own")
    case .unsound:
      self.init(
        .damaged, "not everything here holds together, so the last backup stays as it is",
        hint: "vesper check tells more; another directory takes a copy of what is here")
    case .changed(let file):
      self.init(
        .damaged, "the backup's copy of \(file) is missing or changed",
        hint: "nothing was changed here; an older backup may be whole")
    }
  }

  private init(_ fault: RecoveryFault) {
    switch fault {
    case .group(let number):
      self.init(
        .damaged, "group \(number) of the code does not fit",
        hint: "compare that group with your paper, sign by sign")
    case .incomplete(let groups):
      self.init(
        .damaged, "a recovery code has \(RecoveryCode.groups) groups, and \(groups) are here",
        hint: "type all of it; lines may end between groups")
    case .tooLong:
      self.init(
        .damaged, "this is longer than a recovery code",
        hint: "it has \(RecoveryCode.groups) groups of five")
    case .whole:
      self.init(
        .damaged, "each group fits, and the code as a whole does not",
        hint: "compare every group with your paper, sign by sign")
    }
  }

  private init(_ operation: String, _ path: String, _ number: Int32) {
    let hint =
      switch number {
      case ENOSPC, EDQUOT: "the disk is full; nothing that was acknowledged is lost"
      case EACCES, EPERM, EROFS: "check who may write there"
      case ENOENT: "check the path"
      default: "nothing that was acknowledged is lost"
      }
    self.init(
      number == EEXIST ? .cannotCreate : .system,
      "could not \(operation) \(path): \(systemReason(number))", hint: hint)
  }
}
