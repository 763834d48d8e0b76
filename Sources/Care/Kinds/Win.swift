public import Vault

/// A small thing that went well.
public struct Win: EntryKind {
  public var text: String

  public init(text: String) { self.text = text }

  public static let name = "win"
  public static let title = "small win"
  public static let purpose = "Keep a small thing that went well."
  public static let tag = KindTag.win
  public static let defaultAudience = Audience.shared
  public static let summaryRule = SummaryRule.line(.goingWell)
  public static let fields = [
    Field("text", .line(max: 1000), label: "win", prompt: "What went well?", required: true)
  ]
  public static let example = Win(text: "Held hands all through the film.")

  public var line: String { text }
  public var pickedText: String? { text }
}
