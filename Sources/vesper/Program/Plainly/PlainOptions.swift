import ArgumentParser
import Care

// The groups of options that commands share.

extension Optional where Wrapped: ExpressibleByArgument {
  /// Takes a value as the parser would make it of a word.
  mutating func put(_ words: inout PlainWords) -> Bool {
    self = words.value().flatMap { Wrapped(argument: $0) }
    return self != nil
  }
}

extension Options: PlainlyRead {
  static func unsaid() -> Options {
    var options = Options()
    (options.vault, options.name) = (nil, nil)
    (options.passphraseFd, options.passphraseFile) = (nil, nil)
    (options.noInput, options.plain) = (false, false)
    return options
  }

  mutating func take(_ option: String, _ words: inout PlainWords) -> Bool? {
    switch option {
    case "--vault": return vault.put(&words) && isValid(self)
    case "--as": return name.put(&words)
    case "--passphrase-fd": return passphraseFd.put(&words) && isValid(self)
    case "--passphrase-file": return passphraseFile.put(&words)
    case "--no-input": noInput = true
    case "--plain": plain = true
    default: return nil
    }
    return true
  }
}

/// Whether a group that checks itself is content.
private func isValid(_ group: some ParsableArguments) -> Bool {
  var group = group
  do { try group.validate() } catch { return false }
  return true
}

extension Printing: PlainlyRead {
  static func unsaid() -> Printing {
    var printing = Printing()
    printing.json = false
    return printing
  }

  mutating func take(_ option: String, _ words: inout PlainWords) -> Bool? {
    guard option == "--json" else { return nil }
    json = true
    return true
  }
}

extension AudienceOptions: PlainlyRead {
  static func unsaid() -> AudienceOptions {
    var audience = AudienceOptions()
    (audience.mine, audience.ours) = (false, false)
    return audience
  }

  mutating func take(_ option: String, _ words: inout PlainWords) -> Bool? {
    switch option {
    case "--me": mine = true
    case "--us": ours = true
    default: return nil
    }
    return isValid(self)
  }
}

extension LimitOptions: PlainlyRead {
  static func unsaid() -> LimitOptions {
    var limits = LimitOptions()
    limits.last = nil
    return limits
  }

  mutating func take(_ option: String, _ words: inout PlainWords) -> Bool? {
    guard option == "--last" else { return nil }
    return last.put(&words) && isValid(self)
  }
}

extension FilterOptions: PlainlyRead {
  static func unsaid() -> FilterOptions {
    var filters = FilterOptions()
    (filters.kind, filters.tag) = ([], nil)
    (filters.since, filters.until) = (nil, nil)
    (filters.audience, filters.by) = (nil, nil)
    (filters.mine, filters.ours, filters.current) = (false, false, false)
    return filters
  }

  mutating func take(_ option: String, _ words: inout PlainWords) -> Bool? {
    switch option {
    case "--kind":
      guard let name = words.value() else { return false }
      kind.append(name)
    case "--tag": return tag.put(&words)
    case "--since": return since.put(&words)
    case "--until": return until.put(&words)
    case "--by": return by.put(&words)
    case "--audience": return audience.put(&words) && isValid(self)
    case "--me": mine = true
    case "--us": ours = true
    case "--current": current = true
    default: return nil
    }
    return isValid(self)
  }
}

extension VisitOptions: PlainlyRead {
  static func unsaid() -> VisitOptions {
    var options = VisitOptions()
    options.visit = nil
    return options
  }

  mutating func take(_ option: String, _ words: inout PlainWords) -> Bool? { nil }

  mutating func take(word: String) -> Bool {
    guard visit == nil else { return false }
    visit = word
    return true
  }
}

extension PageOptions: PlainlyRead {
  static func unsaid() -> PageOptions {
    var page = PageOptions()
    (page.secondPage, page.lang) = (false, nil)
    return page
  }

  mutating func take(_ option: String, _ words: inout PlainWords) -> Bool? {
    switch option {
    case "--second-page": secondPage = true
    case "--lang": return lang.put(&words) && isValid(self)
    default: return nil
    }
    return true
  }
}

extension LockOptions: PlainlyRead {
  static func unsaid() -> LockOptions {
    var options = LockOptions()
    (options.lock, options.lockFd) = (false, nil)
    return options
  }

  mutating func take(_ option: String, _ words: inout PlainWords) -> Bool? {
    switch option {
    case "--lock": lock = true
    case "--lock-fd": return lockFd.put(&words) && isValid(self)
    default: return nil
    }
    return true
  }
}

extension TableOptions: PlainlyRead {
  static func unsaid() -> TableOptions {
    var table = TableOptions()
    (table.columns, table.scales, table.dates) = ([], [], nil)
    return table
  }

  mutating func take(_ option: String, _ words: inout PlainWords) -> Bool? {
    switch option {
    // Given once for each column: those lines are the parser's.
    case "--column", "--scale": return false
    case "--dates": return dates.put(&words)
    default: return nil
    }
  }
}
