import Sodium
import Testing

struct RandomnessTests {
  @Test func `the same seed gives the same bytes, call by call`() throws {
    let first = Randomness.seeded([1, 2, 3])
    let second = Randomness.seeded([1, 2, 3])
    for count in [0, 1, 16, 24, 100] {
      #expect(first.bytes(count) == second.bytes(count))
      #expect(try first.secret(count).revealed() == second.secret(count).revealed())
    }
  }

  @Test func `successive calls differ, and so do copies that share the counter`() {
    let randomness = Randomness.seeded([1])
    let copy = randomness
    let drawn = [randomness.bytes(16), copy.bytes(16), randomness.bytes(16)]
    #expect(Set(drawn).count == 3)
  }

  @Test func `another seed gives other bytes`() {
    #expect(Randomness.seeded([1]).bytes(16) != Randomness.seeded([2]).bytes(16))
  }

  @Test func `many tasks draw from one seed without ever getting the same bytes`() async {
    let randomness = Randomness.seeded([4])
    let drawn = await withTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<200 { group.addTask { randomness.bytes(16) } }
      return await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
    }
    let again = Randomness.seeded([4])
    #expect(drawn == Set((0..<200).map { _ in again.bytes(16) }))
  }

  @Test func `the system's bytes have the count asked for and differ`() throws {
    #expect(Randomness.system.bytes(32) != Randomness.system.bytes(32))
    #expect(Randomness.system.bytes(0) == [])
    #expect(Randomness.system.bytes(-1) == [])
    #expect(try Randomness.system.secret(48).revealed().count == 48)
  }
}
