public import Vault

/// Why the diary could not do what it was asked.
public enum DiaryError: Error, Equatable, Sendable {
  case vault(VaultError)
  case care(CareError)
  case consent(ConsentError)
  /// No entry, agreement or visit has this id among those its reader may read.
  case notFound
  /// The same, and something that may hold it is here and cannot be read just now.
  case notFoundYet
  /// Several entries begin with the id given.
  case ambiguous
  /// The revision was taken over by a newer one, or several stand side by side.
  case unsettled
  /// Something of what was agreed is here and cannot be read just now: whoever answered would not know of
  /// it, so nothing is written.
  case unread
  /// An entry of the other partner's, which only its author can change or forget.
  case notOwn
  /// An item that the agreement does not have.
  case unknownItem(String)
}

extension DiaryError {
  static func vault<R: ~Copyable>(_ body: () throws(VaultError) -> R) throws(DiaryError) -> R {
    do { return try body() } catch { throw .vault(error) }
  }

  static func care<R>(_ body: () throws(CareError) -> R) throws(DiaryError) -> R {
    do { return try body() } catch { throw .care(error) }
  }

  static func consent<R>(_ body: () throws(ConsentError) -> R) throws(DiaryError) -> R {
    do { return try body() } catch { throw .consent(error) }
  }
}
