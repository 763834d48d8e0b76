import Care

/// The hours of time zones, from the system's own database (RFC 8536).
enum ZoneFiles {
  private static let folder = "/usr/share/zoneinfo"

  static func hours(_ world: World) -> ZoneHours {
    ZoneHours(local: local(world)) { rules(of: $0) }
  }

  /// The zone here: TZ where it is set (POSIX.1-2017 § 8.3), else the machine's.
  private static func local(_ world: World) -> TimeZoneRules? {
    guard let named = world.environment["TZ"], !named.isEmpty else {
      return read("/etc/localtime")
    }
    let name = named.hasPrefix(":") ? String(named.dropFirst()) : named
    return rules(of: name) ?? TimeZoneRules(posix: name)
  }

  private static func rules(of name: String) -> TimeZoneRules? {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    // A name out of a stranger's file must lead to nothing but a zone.
    guard name.utf8.count <= 64, (1...3).contains(parts.count),
      parts.allSatisfy({ part in
        part.first?.isLetter == true
          && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-+".contains($0)) }
      })
    else { return nil }
    return read("\(folder)/\(name)")
  }

  private static func read(_ path: String) -> TimeZoneRules? {
    (try? Console.contents(ofFile: path, limit: 262_144)).flatMap { TimeZoneRules(tzif: $0) }
  }
}
