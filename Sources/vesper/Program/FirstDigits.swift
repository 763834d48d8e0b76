import Care

/// Finds what a person means by the first digits of an id.
enum FirstDigits {
  /// How many digits have to be typed at least.
  static let least = 4

  /// The one item whose id begins with the digits.
  ///
  /// - Throws: `missing` where there is none; `ambiguous` where there are several.
  static func find<Item>(
    _ digits: String, among items: [Item], id: (Item) -> String, missing: Failure
  ) throws -> Item {
    let wanted = digits.lowercased()
    let found = items.filter { id($0).hasPrefix(wanted) }
    guard let item = found.first, wanted.utf8.count >= least else { throw missing }
    guard found.count == 1 else { throw DiaryError.ambiguous }
    return item
  }
}
