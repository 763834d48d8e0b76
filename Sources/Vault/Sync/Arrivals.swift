import Glibc

// docs/format.md § Shared folder (Collecting)

/// The copies in a linked folder that may hold something new, by the log they say they are of.
struct Arrivals {
  /// A copy, by the names that lead to it.
  struct Copy {
    let way: [String]
    let name: String
    let size: Int
    let number: UInt32
  }

  private(set) var logs: [LogPlace: [Copy]] = [:]
  private(set) var holdsPrivate = false
  /// The sides of each log that is held, read once however many copies there are.
  private var sides: [LogPlace: [LogPlace.Branch]] = [:]

  init(
    _ root: borrowing Folder, _ survey: FolderSurvey, _ role: LinkedFolder.Role,
    _ keys: ReadingKeys, _ depth: ExchangeDepth
  ) {
    for shelf in survey.shelves {
      guard let folder = (try? root.folder(at: shelf.way)) ?? nil else { continue }
      for (name, size) in shelf.files {
        guard let file = (try? folder.file(name)) ?? nil,
          let bytes = try? file.read(SegmentHeader.length),
          let header = try? SegmentHeader.decode(bytes, file: name).header,
          header.vault == keys.vault
        else { continue }
        if header.audience == .private && role == .shared {
          if header.author == keys.identity.partner,
            keys.sealed.map({ !$0[header.log].isEmpty }) ?? true
          {
            holdsPrivate = true
          }
          continue
        }
        guard let log = Arrivals.place(of: header, keys) else { continue }
        let sides = sides[log] ?? (try? log.branches()) ?? []
        self.sides[log] = sides
        let mine = sides.filter { $0.number == header.number }
        if Arrivals.isKnown(file, size, header.number, log, mine, depth) { continue }
        logs[log, default: []].append(
          Copy(way: shelf.way, name: name, size: size, number: header.number))
      }
    }
  }

  /// Where a segment belongs by its header; `nil` where it is not for this reader.
  private static func place(of header: SegmentHeader, _ keys: ReadingKeys) -> LogPlace? {
    let isOwn = header.author == keys.identity.partner
    if !isOwn {
      guard keys.pinned[header.author] != nil, header.recipient == keys.identity.partner else {
        return nil
      }
    } else if let recipient = header.recipient, keys.pinned[recipient] == nil {
      return nil
    }
    let log = LogPlace(
      vaultPath: keys.places.vault, vault: keys.vault, author: header.author,
      audience: header.audience, id: header.log)
    return isTaken(log, keys) ? nil : log
  }

  /// Whether another log has the id already: no two logs of a vault have the same. Where it cannot be told just now,
  /// the file waits for the next look.
  private static func isTaken(_ log: LogPlace, _ keys: ReadingKeys) -> Bool {
    if let seen = keys.seen[log.id], (seen.author, seen.audience) != (log.author, log.audience) {
      return true
    }
    return ([keys.identity.partner] + keys.pinned.keys).contains { author in
      Audience.allCases.contains { audience in
        (author, audience) != (log.author, log.audience)
          && (author == keys.identity.partner || audience == .shared)
          && (try? Storage.exists("\(keys.places.logs(of: author, audience))/\(log.id)")) ?? true
      }
    }
  }

  /// Whether all of a copy is held already.
  ///
  /// The last cell holds the chain over everything before it, under a nonce that no other cell has: where it is
  /// the same, so is every record, though one may have been erased since.
  private static func isKnown(
    _ file: borrowing OpenFile, _ size: Int, _ number: UInt32, _ log: LogPlace,
    _ sides: [LogPlace.Branch], _ depth: ExchangeDepth
  ) -> Bool {
    let cells = size / Cell.length
    guard cells > 1 else { return true }
    let paths = [log.path(of: number)] + sides.map { log.path(of: $0) }
    let start = depth == .quick ? (cells - 1) * Cell.length : 0
    guard let wanted = try? file.read(cells * Cell.length - start, at: start) else { return false }
    return paths.contains { path in
      guard let held = try? OpenFile(path, O_RDONLY), (try? held.length()) != nil,
        let bytes = try? held.read(wanted.count, at: start)
      else { return false }
      return bytes == wanted
    }
  }
}
