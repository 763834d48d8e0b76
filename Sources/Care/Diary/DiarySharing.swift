public import Vault

extension Diary {
  /// Writes a copy of an own private entry for both partners; the entry itself stays as it is.
  ///
  /// The copy is about the same day and is entered now. Words to find it by stay behind: they may say
  /// more than the entry.
  /// - Throws: `wrongAudience` for a kind that is for its author alone, or that names another entry.
  public func share(_ entry: Entry) throws(DiaryError) -> RecordID {
    guard entry.author == me else { throw .notFound }
    guard !entry.kind.fields.contains(where: { $0.shape.namesEntries }) else {
      throw .care(.wrongAudience(kind: entry.kind.title))
    }
    let audience = try audience(for: entry.kind, asked: .shared)
    return try write(entry.value, audience, entry.about)
  }
}

extension Field.Shape {
  /// Whether a value holds the ids of other entries, which no shared record names.
  fileprivate var namesEntries: Bool {
    switch self {
    case .hex, .list(.hex, _): true
    default: false
    }
  }
}
