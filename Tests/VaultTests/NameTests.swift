import Testing

@testable import Vault

@Suite struct `Names that look alike` {
  @Test(arguments: [
    ("Ada", "ada"), ("Ada", "Аdа"), ("Noor", "N00r"), ("Ida", "lda"), ("Ada", "Ａｄａ"),
    ("Ada L", "AdaL"), ("علی\u{200C}رضا", "علیرضا"), ("Iris", "lrıs"),
  ])
  func `are found`(_ names: (String, String)) {
    #expect(PartnerName.looksAlike(names.0, names.1))
  }

  @Test(arguments: [("Ada", "Noor"), ("Ann", "Anne"), ("Jo", "Joe"), ("Ádám", "Adam")])
  func `are not those that differ on a screen`(_ names: (String, String)) {
    #expect(!PartnerName.looksAlike(names.0, names.1))
  }

  @Test(arguments: [
    ("Ada\u{200D}", false), ("A\u{200B}da", false), ("Ada\u{FE0F}", false), ("\u{200D}Ada", false),
    ("Ad\u{AD}a", false), ("Ada\u{E0041}", false), ("علی\u{200C}رضا", true),
    ("❤\u{FE0F}\u{200D}🔥", true),
    ("Åsa", true), ("क्\u{200D}ष", true),
  ])
  func `and signs that only hide are refused`(_ name: String, _ isUsable: Bool) {
    #expect(PartnerName.isUsable(name) == isUsable)
  }
}
