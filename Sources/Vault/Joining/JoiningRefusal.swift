// docs/format.md § Joining

/// Why a joining does not go on; the terminal turns each into a sentence that accuses nobody.
public enum JoiningRefusal: Equatable, Sendable {
  /// There is no such folder.
  case noFolder(path: String)
  /// No invitation is in the folder that this device could answer.
  case noInvitation
  /// More than one invitation is in the folder.
  case severalInvitations
  /// Somebody else's invitation is in the folder already.
  case invitationHere
  /// The invitation is for another vault than the one at this place.
  case otherVault
  /// The only invitation is this partner's own.
  case ownInvitation
  /// An invitation of one's own is out.
  case alreadyInviting
  /// An answer of one's own is out.
  case alreadyAnswering
  /// No joining goes on here.
  case notBegun
  /// The answer that is here is to an invitation that this partner did not lay out.
  case answerToAnother
  /// More than one answer to the invitation is here.
  case severalAnswers
  /// The invitation in the folder is not the one that was answered.
  case invitationChanged
  /// The inviter chose an answer that is not this device's.
  case otherAnswerChosen
  /// The opening does not fit what the invitation committed to.
  case wrongOpening
  /// Keys that nothing can be sealed to.
  case unusableKeys
  /// The partner's name would look like one's own.
  case alikeNames
}
