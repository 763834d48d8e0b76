import FoundationEssentials
import Testing

@testable import Vault

/// Every byte changed, and every length, of every file of a small vault and of its shared folder: found
/// or harmless, never another content, and nothing that others hold is lost by it. A sample of them;
/// `VESPER_EVERY_BYTE=1` takes them all.
@Suite struct `Every byte of a small vault` {
  private static let isWhole = ProcessInfo.processInfo.environment["VESPER_EVERY_BYTE"] != nil

  private enum Harm: CaseIterable { case changed, cut }

  private func harmed(_ bytes: [UInt8], _ harm: Harm, at place: Int) -> [UInt8] {
    switch harm {
    case .cut: return Array(bytes.prefix(place))
    case .changed:
      var bytes = bytes
      bytes[place] ^= 1 << UInt8(place % 8)
      return bytes
    }
  }

  /// Ada's device with something of every kind in its vault and in its folder.
  private func lived(_ pair: TwoDevices) throws -> [String: [UInt8]] {
    try pair.ada.write("mine", .private)
    try pair.ada.write("ours")
    try pair.ada.write("agreed", .shared, .consent)
    try pair.noor.write("yours")
    try pair.noor.write("yes", .shared, .consent)
    try TwoDevices.settle(pair.ada, pair.noor)
    try pair.ada.write("ours too")
    return try tree(pair.ada.root).files
  }

  private func putBack(_ files: [String: [UInt8]], _ device: Device) throws {
    let now = try tree(device.root).files
    for path in now.keys where files[path] == nil { try removeFile("\(device.root)/\(path)") }
    for (path, bytes) in files where now[path] != bytes {
      try TestVault.write(bytes, to: "\(device.root)/\(path)")
    }
  }

  /// Where to harm a file: everywhere, or at a sample with every header field in it.
  private func places(_ count: Int, _ harm: Harm) -> [Int] {
    let step = Self.isWhole ? 1 : 41
    return (0..<count).filter { $0 % step == 0 || (Self.isWhole ? false : $0 % 512 == 1) }
  }

  @Test func `is found where it is changed or cut, and brings up nothing that was not written`()
    throws
  {
    try TwoDevices.run { pair in
      let files = try lived(pair)
      let texts = try Set(pair.ada.texts())
      let kept = files.filter {
        $0.key.hasPrefix("data/vesper/vault/") || $0.key.hasSuffix(".state")
      }
      for (path, bytes) in kept.sorted(by: { $0.key < $1.key }) {
        for harm in Harm.allCases {
          for place in places(bytes.count, harm) {
            let here: Comment = "\(path), \(harm) at \(place)"
            let other = harmed(bytes, harm, at: place)
            try TestVault.write(other, to: "\(pair.ada.root)/\(path)")
            var isFound = false
            do {
              let shown = try pair.ada.texts()
              #expect(texts.isSuperset(of: shown), here)
              let verdicts = try pair.ada.verdicts().values
              isFound = verdicts.contains { $0 < .waiting } || Set(shown) == texts
              // What the folder still has is taken back, and never with anything else.
              try pair.ada.sync()
              #expect(try texts.isSuperset(of: pair.ada.texts()), here)
            } catch is VaultError { isFound = true }
            #expect(isFound, here)
            for (name, copy) in files
            where name.hasPrefix("shared/") && !name.contains("\(pair.ada.person.partner)") {
              #expect(try TestVault.read("\(pair.ada.root)/\(name)") == copy, here)
            }
            try putBack(files, pair.ada)
          }
        }
      }
    }
  }

  @Test func `may be harmed in every copy, and no master is touched`() throws {
    try TwoDevices.run { pair in
      let files = try lived(pair)
      let texts = try pair.ada.texts()
      for (path, bytes) in files.sorted(by: { $0.key < $1.key }) where path.hasPrefix("shared/") {
        for harm in Harm.allCases {
          for place in places(bytes.count, harm) {
            let here: Comment = "\(path), \(harm) at \(place)"
            try TestVault.write(harmed(bytes, harm, at: place), to: "\(pair.ada.root)/\(path)")
            let report = try pair.ada.sync()
            #expect(try pair.ada.texts() == texts, here)
            #expect(report.forked.isEmpty && report.restored.isEmpty, here)
            #expect(try pair.ada.verdicts().values.allSatisfy { $0 == .complete }, here)
            for (name, master) in files where name.hasSuffix(".segment") && name.hasPrefix("data/")
            {
              #expect(try TestVault.read("\(pair.ada.root)/\(name)") == master, here)
            }
            if path.contains("logs/\(pair.ada.person.partner)") {
              #expect(try TestVault.read("\(pair.ada.root)/\(path)") == bytes, here)
            }
            try putBack(files, pair.ada)
          }
        }
      }
    }
  }
}
