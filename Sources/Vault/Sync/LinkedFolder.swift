// docs/format.md § Device state (items), § Shared folder

/// A folder outside the vault that something else carries to other devices.
public struct LinkedFolder: Sendable, Hashable {
  /// Who meets there.
  public enum Role: UInt8, Sendable, CaseIterable {
    /// Both partners: shared logs alone.
    case shared = 1
    /// One partner's own devices: that partner's private logs too.
    case own = 2
  }

  public let role: Role
  /// Absolute.
  public let path: String

  /// Whether it can be looked into just now.
  public var isThere: Bool { LinkedFolder.isThere(path) }

  /// Whether there is a folder at a path.
  public static func isThere(_ path: String) -> Bool { (try? Folder(path).realPath()) != nil }

  static let itemType: UInt16 = 1
  private static let longestPath = 4_095

  init(_ role: Role, _ path: String) throws(VaultError) {
    let bytes = Array(path.utf8)
    guard bytes.first == UInt8(ascii: "/"), bytes.count <= LinkedFolder.longestPath,
      !bytes.contains(0)
    else { throw .damage(.bounds, in: "state") }
    self.role = role
    self.path = path
  }

  var item: [UInt8] { [role.rawValue] + Array(path.utf8) }

  fileprivate init(item: [UInt8], file: String) throws(VaultError) {
    guard let first = item.first, let role = Role(rawValue: first),
      let path = String(validating: item.dropFirst(), as: UTF8.self)
    else { throw .damage(.bounds, in: file) }
    try self.init(role, path)
  }
}

extension DeviceState {
  private static let leftType: UInt16 = 2

  /// The folders that are linked, at most one of each role.
  var folders: [LinkedFolder] {
    get { items(LinkedFolder.itemType).compactMap { try? LinkedFolder(item: $0, file: "state") } }
    set { setItems(LinkedFolder.itemType, to: newValue.map(\.item)) }
  }

  /// The pinned partner with whom nothing is shared any more.
  var left: PartnerID? {
    get { items(DeviceState.leftType).first.flatMap { PartnerID(bytes: $0) } }
    set { setItems(DeviceState.leftType, to: newValue.map { [$0.bytes] } ?? []) }
  }

  /// Refuses known items that are not what they have to be.
  func checkItems(_ file: String) throws(VaultError) {
    var roles: Set<LinkedFolder.Role> = []
    for item in items(LinkedFolder.itemType) {
      let folder = try LinkedFolder(item: item, file: file)
      guard roles.insert(folder.role).inserted else { throw .damage(.bounds, in: file) }
    }
    try checkEndings(file)
    let left = items(DeviceState.leftType)
    guard left.count <= 1, left.allSatisfy({ $0.count == 32 }) else {
      throw .damage(.bounds, in: file)
    }
  }
}
