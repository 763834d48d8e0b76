import Care

/// 1. Up to three questions, in the patient's words.
enum MyQuestions: Component {
  static func section(of disclosure: Material) -> Section? {
    let questions = OwnWords.each(disclosure.questions).map { Words($0) }
    return Section(.questions, "My questions", [.numbered(questions)])
  }
}

/// 2. What to talk about, what not, and with whom in the room.
enum WhenWeTalk: Component {
  static func section(of disclosure: Material) -> Section? {
    let alone = disclosure.seeMeAlone.map { yes in
      Block.facts([Fact(label: "See me alone first", value: yes ? "yes" : "no")])
    }
    return Section(
      .talking, "When we talk",
      [alone]
        + list("Please talk with me about", disclosure.pleaseTalkAbout)
        + list("Please don’t", disclosure.pleaseDoNot))
  }

  private static func list(_ heading: Words, _ lines: [String]) -> [Block] {
    let own = OwnWords.each(lines).map { Words($0) }
    return own.isEmpty ? [] : [.heading(heading), .list(own)]
  }
}
