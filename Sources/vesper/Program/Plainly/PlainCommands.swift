import ArgumentParser
import Care

// The everyday commands, each made of the groups that it has and of its own options.

extension List: PlainlyRead {
  static func unsaid() -> List {
    var list = List()
    (list.options, list.filters) = (.unsaid(), .unsaid())
    (list.limits, list.printing) = (.unsaid(), .unsaid())
    return list
  }

  mutating func take(_ option: String, _ words: inout PlainWords) -> Bool? {
    options.take(option, &words) ?? filters.take(option, &words) ?? limits.take(option, &words)
      ?? printing.take(option, &words)
  }
}

extension Search: PlainlyRead {
  static func unsaid() -> Search {
    var search = Search()
    (search.options, search.filters) = (.unsaid(), .unsaid())
    (search.limits, search.printing) = (.unsaid(), .unsaid())
    search.file = nil
    return search
  }

  mutating func take(_ option: String, _ words: inout PlainWords) -> Bool? {
    if option == "--file" { return file.put(&words) }
    return options.take(option, &words) ?? filters.take(option, &words)
      ?? limits.take(option, &words) ?? printing.take(option, &words)
  }
}

extension Show: PlainlyRead {
  static func unsaid() -> Show {
    var show = Show()
    (show.options, show.filters) = (.unsaid(), .unsaid())
    (show.limits, show.printing) = (.unsaid(), .unsaid())
    show.id = nil
    return show
  }

  mutating func take(_ option: String, _ words: inout PlainWords) -> Bool? {
    options.take(option, &words) ?? filters.take(option, &words) ?? limits.take(option, &words)
      ?? printing.take(option, &words)
  }

  mutating func take(word: String) -> Bool {
    guard id == nil else { return false }
    id = word
    return true
  }
}

extension Today: PlainlyRead {
  static func unsaid() -> Today {
    var today = Today()
    (today.options, today.printing) = (.unsaid(), .unsaid())
    (today.onlyShared, today.easy) = (false, false)
    return today
  }

  mutating func take(_ option: String, _ words: inout PlainWords) -> Bool? {
    switch option {
    case "--us": onlyShared = true
    case "--easy": easy = true
    default: return options.take(option, &words) ?? printing.take(option, &words)
    }
    return true
  }
}

extension Export: PlainlyRead {
  static func unsaid() -> Export {
    var export = Export()
    (export.options, export.output) = (.unsaid(), nil)
    (export.both, export.force) = (false, false)
    return export
  }

  mutating func take(_ option: String, _ words: inout PlainWords) -> Bool? {
    switch option {
    case "--output": return output.put(&words)
    case "--both": both = true
    case "--force": force = true
    default: return options.take(option, &words)
    }
    return true
  }
}

extension Check: PlainlyRead {
  static func unsaid() -> Check {
    var check = Check()
    (check.options, check.printing) = (.unsaid(), .unsaid())
    check.close = nil
    return check
  }

  mutating func take(_ option: String, _ words: inout PlainWords) -> Bool? {
    if option == "--close" { return close.put(&words) }
    return options.take(option, &words) ?? printing.take(option, &words)
  }
}

extension Import: PlainlyRead {
  static func unsaid() -> Import {
    var command = Import()
    (command.options, command.printing) = (.unsaid(), .unsaid())
    (command.table, command.file, command.by) = (.unsaid(), nil, nil)
    command.dryRun = false
    return command
  }

  mutating func take(_ option: String, _ words: inout PlainWords) -> Bool? {
    switch option {
    case "--from":
      guard let source = words.value().flatMap({ Source(rawValue: $0) }) else { return false }
      from = source
    case "--file": return file.put(&words)
    case "--by": return by.put(&words)
    case "--dry-run": dryRun = true
    default:
      return options.take(option, &words) ?? printing.take(option, &words)
        ?? table.take(option, &words)
    }
    return true
  }
}

extension Status: PlainlyRead {
  static func unsaid() -> Status {
    var status = Status()
    (status.options, status.printing) = (.unsaid(), .unsaid())
    return status
  }

  mutating func take(_ option: String, _ words: inout PlainWords) -> Bool? {
    options.take(option, &words) ?? printing.take(option, &words)
  }
}

extension Unlock: PlainlyRead {
  static func unsaid() -> Unlock {
    var unlock = Unlock()
    (unlock.options, unlock.idle, unlock.here) = (.unsaid(), nil, false)
    return unlock
  }

  mutating func take(_ option: String, _ words: inout PlainWords) -> Bool? {
    switch option {
    case "--for": return idle.put(&words)
    case "--here": here = true
    default: return options.take(option, &words)
    }
    return true
  }
}

extension Lock: PlainlyRead {
  static func unsaid() -> Lock {
    var lock = Lock()
    lock.options = .unsaid()
    return lock
  }

  mutating func take(_ option: String, _ words: inout PlainWords) -> Bool? {
    options.take(option, &words)
  }
}

extension VisitPreviewCommand: PlainlyRead {
  static func unsaid() -> VisitPreviewCommand {
    var preview = VisitPreviewCommand()
    (preview.options, preview.visit) = (.unsaid(), .unsaid())
    (preview.page, preview.printing) = (.unsaid(), .unsaid())
    preview.open = false
    return preview
  }

  mutating func take(_ option: String, _ words: inout PlainWords) -> Bool? {
    guard option == "--open" else {
      return options.take(option, &words) ?? page.take(option, &words)
        ?? printing.take(option, &words)
    }
    open = true
    return true
  }

  mutating func take(word: String) -> Bool { visit.take(word: word) }
}

extension VisitExport: PlainlyRead {
  static func unsaid() -> VisitExport {
    var export = VisitExport()
    (export.options, export.visit) = (.unsaid(), .unsaid())
    (export.page, export.lock) = (.unsaid(), .unsaid())
    (export.format, export.paper) = (.html, nil)
    (export.output, export.force) = (nil, false)
    return export
  }

  mutating func take(_ option: String, _ words: inout PlainWords) -> Bool? {
    switch option {
    case "--format":
      guard let kind = words.value().flatMap({ PageKind(rawValue: $0) }) else { return false }
      format = kind
    case "--paper": return paper.put(&words)
    case "--output": return output.put(&words)
    case "--force": force = true
    default:
      return options.take(option, &words) ?? page.take(option, &words)
        ?? lock.take(option, &words)
    }
    return true
  }

  mutating func take(word: String) -> Bool { visit.take(word: word) }
}

extension Write: PlainlyRead {
  static func unsaid() -> Write {
    var write = Write()
    (write.options, write.audience) = (.unsaid(), .unsaid())
    (write.printing, write.file, write.on) = (.unsaid(), nil, nil)
    write.editor = false
    return write
  }

  mutating func take(_ option: String, _ words: inout PlainWords) -> Bool? {
    switch option {
    case "--file": return file.put(&words)
    case "--on": return on.put(&words)
    case "--editor": editor = true
    default:
      return options.take(option, &words) ?? audience.take(option, &words)
        ?? printing.take(option, &words)
    }
    return true
  }
}
