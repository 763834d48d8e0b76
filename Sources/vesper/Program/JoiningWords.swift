import Vault

extension Failure {
  /// Why a joining does not go on, in words that accuse nobody: a folder that was carried only in part
  /// looks like one that somebody has changed.
  init(_ refusal: JoiningRefusal) {
    let anew = "vesper invite --again begins anew, with other words"
    switch refusal {
    case .noFolder(let path):
      self.init(
        .missing, "there is no folder at \(path)", hint: "name the one that is carried between you")
    case .noInvitation:
      self.init(
        .missing, "no invitation is here yet",
        hint: "your partner runs vesper invite; then wait until the folder is up to date")
    case .severalInvitations:
      self.init(
        .damaged, "more than one invitation is here, so none is answered",
        hint: "one of you invites and the other joins; vesper invite --again clears the folder")
    case .invitationHere:
      self.init(
        .usage, "an invitation is here already",
        hint: "if it is your partner's, vesper join DIR answers it",
        "if it is your own, as from before vesper identity renew: vesper invite --again puts a new one in its place"
      )
    case .otherVault:
      self.init(
        .usage, "this invitation is to another vault than the one on this device",
        hint: "name a place for a second vault with --vault")
    case .ownInvitation:
      self.init(
        .usage, "the invitation here is your own",
        hint: "your partner answers it on a device, or under a login, of their own")
    case .alreadyInviting:
      self.init(
        .usage, "your own invitation is going on",
        hint: "vesper accept goes on with it", "vesper invite --stop takes it back")
    case .alreadyAnswering:
      self.init(
        .usage, "you have answered an invitation",
        hint: "vesper accept goes on with it", "vesper invite --again begins anew with one of yours"
      )
    case .notBegun:
      self.init(
        .missing, "no joining is going on here",
        hint: "one of you begins: vesper invite", "the other answers: vesper join DIR")
    case .answerToAnother:
      self.init(
        .damaged, "the answer that is here is to another invitation than yours",
        hint: "the folder may be an older one, or not hold what was written there", anew)
    case .severalAnswers:
      self.init(
        .damaged, "more than one answer is here, so none is taken",
        hint: "one partner joins, once", anew)
    case .invitationChanged:
      self.init(
        .damaged, "the invitation that is here is not the one you answered",
        hint: "ask your partner whether they began anew; then vesper join DIR answers this one")
    case .otherAnswerChosen:
      self.init(
        .damaged, "another answer than yours was taken, so this joining is over",
        hint: "ask your partner to begin anew: vesper invite --again",
        "nothing is shared with anybody until the words were compared")
    case .wrongOpening:
      self.init(
        .damaged, "what came back does not belong to the invitation, so this joining is over",
        hint: "ask your partner to begin anew: vesper invite --again")
    case .unusableKeys:
      self.init(
        .damaged, "nothing could be sealed for whoever is in this file",
        hint: "nothing was changed", anew)
    case .alikeNames:
      self.init(
        .usage, "that name looks like your own", hint: "choose one that you can tell apart")
    }
  }
}
