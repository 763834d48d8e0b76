import Sodium

/// How hard a passphrase is to guess, for somebody who knows whose it is.
///
/// An estimate from below, in the way of zxcvbn (D. Wheeler, USENIX Security 2016): the cheapest
/// row of parts that gives the whole, where a part is a usual word, a name that is known here, a
/// day, a row of keys, a repetition, or a single sign. Whoever lives with its owner knows the
/// names and the birthdays, so those are worth next to nothing, and no day has to be typed to be
/// reckoned with. It is advice and nothing else.
public struct PassphraseStrength: Sendable, Equatable {
  /// What makes most of it easy to guess.
  public enum Weakness: Sendable, Equatable {
    case name, day, usual, row, short
  }

  /// How often a guesser has to double the guesses.
  public let bits: Int
  public let weakness: Weakness?

  /// From here on there is nothing to advise: a hundred machines that each guess as fast as this
  /// one opens a vault (about one a second) would need thousands of years.
  public static let enough = 45

  public var isEnough: Bool { bits >= Self.enough }
}

extension Passphrase {
  /// Estimates it where it lies; nothing of it is copied into ordinary memory.
  ///
  /// - Parameter names: names of its owner and of whoever is close to them.
  public borrowing func strength(knowing names: [String]) throws(VaultError) -> PassphraseStrength {
    let known = names.flatMap { name in
      name.split { !($0.isLetter || $0.isNumber) }.map { $0.utf8.map(UsualWords.folded) }
    }
    let parts = PassphraseParts(names: known.filter { $0.count > 1 })
    let length = bytes.count
    do {
      // What the parts cost tells how long the words are, so that lies in locked memory too.
      var row = try SecretBytes(count: (length + 1) * Reached.width)
      return bytes.withSpan { text in
        row.withMutableSpan { row in
          for place in 1..<max(length + 1, 1) { Reached.never.put(at: place, in: &row) }
          for start in 0..<length {
            let here = Reached(at: start, in: row)
            parts.each(in: text, from: start) { end, cost, weakness in
              let there = here.adding(cost, weakness, length: end - start)
              if there.cost < Reached(at: end, in: row).cost { there.put(at: end, in: &row) }
            }
          }
          return Reached(at: length, in: row).strength
        }
      }
    } catch { throw .primitive(error) }
  }
}

/// The cheapest way to a place in a passphrase, as four bytes.
private struct Reached {
  static let width = 4
  static let never = Reached(cost: 0xFFFF, weakness: .short, longest: 0)

  /// In eighths of a bit.
  let cost: Int
  /// Of its longest part.
  let weakness: PassphraseStrength.Weakness
  let longest: Int

  private static let weaknesses: [PassphraseStrength.Weakness] = [
    .short, .name, .day, .usual, .row,
  ]

  private init(cost: Int, weakness: PassphraseStrength.Weakness, longest: Int) {
    self.cost = cost
    self.weakness = weakness
    self.longest = longest
  }

  init(at place: Int, in row: borrowing MutableSpan<UInt8>) {
    let start = place * Self.width
    cost = Int(row[start]) << 8 | Int(row[start + 1])
    weakness = Self.weaknesses[Int(row[start + 2])]
    longest = Int(row[start + 3])
  }

  func put(at place: Int, in row: inout MutableSpan<UInt8>) {
    let start = place * Self.width
    row[start] = UInt8(truncatingIfNeeded: cost >> 8)
    row[start + 1] = UInt8(truncatingIfNeeded: cost)
    row[start + 2] = UInt8(Self.weaknesses.firstIndex(of: weakness) ?? 0)
    row[start + 3] = UInt8(truncatingIfNeeded: longest)
  }

  func adding(_ more: Int, _ weakness: PassphraseStrength.Weakness, length: Int) -> Reached {
    let isLonger = length > longest
    return Reached(
      cost: min(cost + more, 0xFFFE), weakness: isLonger ? weakness : self.weakness,
      longest: isLonger ? min(length, 255) : longest)
  }

  var strength: PassphraseStrength {
    let bits = cost / 8
    return PassphraseStrength(
      bits: bits, weakness: bits < PassphraseStrength.enough ? weakness : nil)
  }
}
