import Seeded
import Testing

@testable import Reporting

@Suite struct QuartileTests {
  @Test(arguments: [
    ([5], "5", "5", "5"), ([4, 5], "4", "4–5", "5"), ([1, 2, 3], "1", "2", "3"),
    ([1, 2, 3, 4], "1–2", "2–3", "3–4"), ([4, 4, 4, 7], "4", "4", "4–7"),
    ([0, 10], "0", "0–10", "10"), ([7, 7, 7, 7, 7, 7, 7, 7], "7", "7", "7"),
  ])
  func `a place between two ratings is shown as both`(
    ratings: [Int], first: String, median: String, third: String
  ) throws {
    let quartiles = try #require(Quartiles(of: ratings))
    #expect(quartiles.first.text == first)
    #expect(quartiles.median.text == median)
    #expect(quartiles.third.text == third)
  }

  @Test func `no ratings have no quartiles`() { #expect(Quartiles(of: []) == nil) }

  /// The definition from the other side: by counting, with no sorting and no index.
  @Test func `the quartiles are those of the empirical distribution`() throws {
    var random = Chance(seed: 20_261_106)
    for _ in 0..<500 {
      let ratings = (0..<Int.random(in: 1...40, using: &random)).map { _ in
        Int.random(in: 0...10, using: &random)
      }
      let quartiles = try #require(Quartiles(of: ratings.shuffled(using: &random)))
      for (quarters, point) in [(1, quartiles.first), (2, quartiles.median), (3, quartiles.third)] {
        let low = (0...10).first { value in
          4 * ratings.count { $0 <= value } >= quarters * ratings.count
        }
        let high = (0...10).last { value in
          4 * ratings.count { $0 >= value } >= (4 - quarters) * ratings.count
        }
        #expect(point.low == low)
        #expect(point.high == high)
        #expect(ratings.contains(point.low) && ratings.contains(point.high))
      }
      #expect(quartiles.first.low <= quartiles.median.low)
      #expect(quartiles.median.high <= quartiles.third.high)
    }
  }

  @Test func `the distance of two places is the least one, from either side`() {
    let (near, far) = (OrdinalPoint(low: 4, high: 5), OrdinalPoint(low: 7, high: 8))
    #expect(near.distance(to: far) == 2)
    #expect(far.distance(to: near) == 2)
    #expect(near.distance(to: OrdinalPoint(low: 5, high: 9)) == 0)
  }
}
