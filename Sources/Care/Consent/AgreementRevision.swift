public import Vault

/// One agreement, through all its revisions.
public struct AgreementID: Identifier {
  public let value: UInt128
  public init(value: UInt128) { self.value = value }
}

/// A short name by which both partners call one item: `a`–`z`, `0`–`9` and inner hyphens.
public struct ItemID: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let description: String

  /// A name of 1 to 32 characters that neither begins nor ends with a hyphen; `nil` otherwise.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard (1...32).contains(bytes.count), bytes.first != 45, bytes.last != 45,
      bytes.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 })
    else { return nil }
    description = String(text)
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.description < right.description
  }
}

/// One thing that may become welcome to ask for.
public struct AgreementItem: Hashable, Sendable {
  public let id: ItemID
  /// In the couple's own words, 1–200 bytes.
  public let what: String
  /// What it costs on the couple's scale from 0 to 10, where they gave it a cost.
  public let energyCost: UInt8?

  public init(id: ItemID, what: String, energyCost: UInt8? = nil) {
    self.id = id
    self.what = what
    self.energyCost = energyCost
  }
}

/// A sign the couple agreed on, and what it means.
public struct ComfortSignal: Hashable, Sendable, Codable {
  /// 1–100 bytes.
  public let signal: String
  /// 1–200 bytes.
  public let meaning: String

  public init(signal: String, meaning: String) {
    self.signal = signal
    self.meaning = meaning
  }
}

/// One wording of an agreement; it never changes, and its hash is its name.
public struct AgreementRevision: Hashable, Sendable {
  public let agreement: AgreementID
  /// The revisions this one takes the place of, ascending: none for the first, more than one where
  /// two were written at the same time.
  public let parents: [ConsentHash]
  /// In the order in which answers count their bits.
  public let items: [AgreementItem]
  public let signals: [ComfortSignal]
  /// For how many days a yes to it holds.
  public let reviewAfter: UInt8

  /// How many days a yes holds when the couple does not say: 28.
  public static let usualReview: UInt8 = 28

  /// How many revisions one can take the place of.
  static let mostParents = 8

  /// Checks every bound: 1–64 items with different ids, at most 16 signals and 8 parents, a review
  /// after 1–90 days, plain one-line texts.
  public init(
    agreement: AgreementID, parents: some Sequence<ConsentHash> = [], items: [AgreementItem],
    signals: [ComfortSignal] = [], reviewAfter: UInt8 = usualReview
  ) throws(ConsentError) {
    let parents = Set(parents).sorted()
    guard parents.count <= Self.mostParents else { throw .outOfBounds("parents") }
    guard (1...64).contains(items.count), Set(items.map(\.id)).count == items.count else {
      throw .outOfBounds("items")
    }
    guard
      items.allSatisfy({
        PlainLine.holds($0.what, upTo: 200) && ($0.energyCost ?? 0) <= 10
      })
    else { throw .outOfBounds("items") }
    guard signals.count <= 16,
      signals.allSatisfy({
        PlainLine.holds($0.signal, upTo: 100) && PlainLine.holds($0.meaning, upTo: 200)
      })
    else { throw .outOfBounds("signals") }
    guard (1...90).contains(reviewAfter) else { throw .outOfBounds("reviewAfter") }
    self.agreement = agreement
    self.parents = parents
    self.items = items
    self.signals = signals
    self.reviewAfter = reviewAfter
  }

  /// The same wording again, as the revision that takes the place of `parents`.
  ///
  /// What was withdrawn or has lapsed comes back in no other way.
  public func renewed(
    after parents: some Sequence<ConsentHash>
  ) throws(ConsentError) -> AgreementRevision {
    try AgreementRevision(
      agreement: agreement, parents: parents, items: items, signals: signals,
      reviewAfter: reviewAfter)
  }

  /// The revision's name: the hash of its canonical bytes; `nil` only where the digest is broken.
  public func hash(_ digest: ConsentDigest) -> ConsentHash? {
    digest.hash(.revision, encoded)
  }
}

/// Why a consent value cannot be made or written.
public enum ConsentError: Error, Equatable {
  /// The named field is outside its bounds.
  case outOfBounds(String)
  /// The whole body is longer than 16 KiB.
  case tooLarge
  /// The digest did not give 32 bytes.
  case brokenDigest
}

/// One line of plain text, safe to print beside another partner's words.
enum PlainLine {
  /// Whether the text has 1 to `limit` bytes, something visible, and no control characters.
  ///
  /// Direction overrides are refused as well: they could make one text read as another.
  static func holds(_ text: String, upTo limit: Int) -> Bool {
    guard (1...limit).contains(text.utf8.count) else { return false }
    let scalars = text.unicodeScalars
    guard scalars.contains(where: { !$0.properties.isWhitespace }) else { return false }
    return scalars.allSatisfy { scalar in
      switch scalar.value {
      case 0...0x1f, 0x7f...0x9f, 0x2028...0x202e, 0x2066...0x2069: false
      default: true
      }
    }
  }
}
