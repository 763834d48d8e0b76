import Testing

@testable import Care

struct StarterTests {
  @Test func `the set brings enough along, and nothing twice`() {
    let least: [StarterList: Int] = [
      .prompts: 40, .feelings: 60, .closeness: 30, .companionship: 25,
    ]
    for list in StarterList.allCases {
      let words = StarterSet.words(list)
      #expect(words.count >= least[list] ?? .max, "\(list)")
      #expect(Set(words.map(StarterWords.plain)).count == words.count, "\(list)")
      #expect(words.allSatisfy { $0.unicodeScalars.count <= 72 }, "\(list)")
    }
  }

  @Test func `lists are in the order of the alphabet, which ranks nothing`() {
    #expect(StarterSet.feelings == StarterSet.feelings.sorted())
    let closeness = StarterSet.closeness.map(\.what)
    #expect(closeness == closeness.sorted())
    #expect(StarterSet.closeness.allSatisfy { (0...10).contains($0.cost) })
  }

  @Test func `prompts ask, and companionship asks nothing`() {
    #expect(StarterSet.prompts.allSatisfy { $0.hasSuffix("?") })
    #expect(StarterSet.companionship.allSatisfy { $0.hasSuffix(".") })
  }

  @Test func `words are left out and added, whatever their case and spaces`() {
    let words = StarterWords([
      StarterChange(list: .feelings, add: ["Sea  sick", "calm"], hide: ["TENDER"]),
      StarterChange(list: .closeness, add: ["feeding the ducks"], cost: 7),
    ])
    let feelings = words.words(.feelings)
    #expect(!feelings.contains("tender") && feelings.filter { $0 == "calm" }.count == 1)
    #expect(feelings.last == "calm" && feelings.contains("Sea  sick"))
    #expect(words.closeness.last == ClosenessExample("feeding the ducks", cost: 7))
    #expect(words.words(.prompts) == StarterSet.prompts)
  }

  @Test func `the later change counts`() {
    let hidden = StarterChange(list: .prompts, hide: ["Why?"])
    let added = StarterChange(list: .prompts, add: ["Why?"])
    #expect(StarterWords([hidden, added]).words(.prompts).contains("Why?"))
    #expect(!StarterWords([added, hidden]).words(.prompts).contains("Why?"))
  }

  @Test func `somebody alone is offered nothing that needs another`() {
    let others = [
      "each", "both", "other", "share", "agree", "we", "us", "our", "ours", "i", "me",
    ]
    for (list, count) in [(StarterList.companionship, 13), (.prompts, 25)] {
      let alone = StarterSet.words(list).filter { !StarterSet.needsTwo(list).contains($0) }
      #expect(alone.count == count)
      for idea in alone {
        let words = idea.lowercased().split { !$0.isLetter }.map(String.init)
        #expect(!others.contains(where: words.contains), "\(idea)")
      }
    }
  }
}
