/// The numbers of what two keep together; see ``KindTag``.
extension KindTag {
  public static let ask: UInt16 = 0x0030
  public static let repair: UInt16 = 0x0031
  /// A closed answer to a question or a repair, as both devices hold it.
  static let replyCommitment: UInt16 = 0x0032
  /// What opens one.
  static let replyOpening: UInt16 = 0x0033
  /// A closed answer's salt and words, which its author's program keeps until it opens it.
  static let heldReply: UInt16 = 0x0071

  public static let closeness: UInt16 = 0x0040
  public static let restDay: UInt16 = 0x0041
  public static let easyEvening: UInt16 = 0x0042
  public static let turn: UInt16 = 0x0043
  public static let ritual: UInt16 = 0x0044
  public static let ritualEvening: UInt16 = 0x0045
  public static let goal: UInt16 = 0x0046
  public static let softening: UInt16 = 0x0047
  public static let retired: UInt16 = 0x0048
  public static let review: UInt16 = 0x0049
  public static let appointment: UInt16 = 0x004A
}
