// docs/format.md § Shared folder

/// What lies in a linked folder that could be a segment, whatever it is called; within bounds.
struct FolderSurvey {
  /// One folder, by the names that lead to it, with the plain files in it and their sizes.
  struct Shelf {
    let way: [String]
    var files: [(name: String, size: Int)] = []
  }

  private(set) var shelves: [Shelf] = []
  /// Files that are too long to be a segment.
  private(set) var tooLong = 0
  /// Whether there was more than is looked at.
  private(set) var isCut = false

  static let mostNames = 10_000
  static let mostThings = 50_000
  private static let deepest = 8

  init(_ root: borrowing Folder) throws(VaultError) {
    // An engine that renames a folder keeps its beginning: "logs (1)", "logs.sync-conflict-…".
    var waiting: [[String]] = try root.names(limit: FolderSurvey.mostNames).names
      .filter { $0.lowercased().hasPrefix("logs") }.map { [$0] }
    var left = FolderSurvey.mostThings
    var next = 0
    while next < waiting.count {
      let way = waiting[next]
      next += 1
      // One folder that cannot be read hides nothing but itself.
      guard let folder = (try? root.folder(at: way)) ?? nil,
        let listing = try? folder.names(limit: min(FolderSurvey.mostNames, left))
      else { continue }
      if !listing.areAll { isCut = true }
      left -= listing.names.count
      var shelf = Shelf(way: way)
      for name in listing.names where !name.hasPrefix(".new-") {
        switch folder.look(at: name) {
        case .file(let size) where size > Cell.longestSegment: tooLong += 1
        case .file(let size) where size > SegmentHeader.length: shelf.files.append((name, size))
        case .folder where way.count < FolderSurvey.deepest && !name.hasPrefix("."):
          waiting.append(way + [name])
        default: break
        }
      }
      if !shelf.files.isEmpty { shelves.append(shelf) }
      if left <= 0 {
        isCut = isCut || next < waiting.count
        break
      }
    }
  }
}
