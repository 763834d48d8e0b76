public import Vault

extension Diary {
  /// The starter set with the changes that bear on a screen.
  ///
  /// - Parameter audience: `shared` for what both see, made from shared changes alone and so the
  ///   same for both; `private` for the viewer's own screens, with one's own private changes too.
  public func starterWords(for audience: Audience) throws(DiaryError) -> StarterWords {
    var filter = EntryFilter()
    filter.kinds = [KindTag.starterChange]
    if audience == .shared { filter.audience = .shared }
    let changes = try all(filter).sorted(by: Entry.isOlder)
    return StarterWords(changes.compactMap { $0.value as? StarterChange })
  }
}
