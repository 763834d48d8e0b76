import Glibc
@testable import Sodium
import Testing

/// Runs for real where the kernel allows keyrings; where it does not (a container's filter gives
/// ENOSYS or EPERM), there is nothing to test, and the trait's comment says so.
@Suite(
  .enabled(if: KeyringSupport.isThere, "the kernel refuses keyrings here"))
struct KernelKeyringTests {
  /// A name no other run uses, for a key that is revoked when the test is over. It lives an hour where a test
  /// says nothing else: other tests can keep this one waiting for minutes wherever it awaits something.
  private final class Key {
    let description: String
    let ring: KernelKeyring
    let serial: KernelKeyring.Serial

    init(_ content: [UInt8], timeoutSeconds: UInt32 = 3_600) throws {
      let tag = Randomness.system.bytes(8).map { String($0) }.joined(separator: ".")
      description = "vesper-test:" + tag
      ring = try KernelKeyring.login()
      serial = try ring.add(
        description: description, secret: SecretBytes(copying: content),
        timeoutSeconds: timeoutSeconds)
    }

    deinit { try? ring.revoke(serial) }

    /// Its line in /proc/keys: serial, flags, use, time left (`59s`, `59m`, `9h`, `perm`, `expd`), rights, …
    func listed() throws -> Substring {
      let descriptor = open("/proc/keys", O_RDONLY)
      defer { close(descriptor) }
      var listing: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 4096)
      while case let count = read(descriptor, &buffer, buffer.count), count > 0 {
        listing += buffer.prefix(count)
      }
      let lines = String(decoding: listing, as: UTF8.self).split(separator: "\n")
      return try #require(lines.first { $0.contains(description) })
    }

    /// What /proc/keys says of the time it has left.
    func timeLeft() throws -> Substring {
      let columns = try listed().split(separator: " ")
      try #require(columns.count > 3)
      return columns[3]
    }
  }

  @Test func `a secret is found and read again`() throws {
    let key = try Key(ramp(0..<48))
    let found = try #require(try key.ring.search(description: key.description))
    #expect(found == key.serial)
    #expect(try key.ring.read(found).revealed() == ramp(0..<48))
  }

  @Test func `what was never added is not found`() throws {
    #expect(try KernelKeyring.login().search(description: "vesper-test:never") == nil)
  }

  @Test func `another process of the login finds it and reads it`() async throws {
    let key = try Key(ramp(0..<48))
    await #expect(processExitsWith: .exitCode(7)) {
      [description = key.description as String, serial = key.serial as Int32] in
      let ring = try KernelKeyring.login()
      let found = try ring.search(description: description)
      let secret = try ring.read(serial)
      try ring.setTimeout(serial, seconds: 3_000)
      exit(found == serial && secret.revealed() == Array(0..<48) ? 7 : 1)
    }
  }

  @Test func `a ring of its own neither finds nor reads the login's key, nor the reverse`()
    async throws
  {
    let key = try Key(ramp(0..<48))
    await #expect(processExitsWith: .exitCode(7)) {
      [description = key.description as String, serial = key.serial as Int32] in
      let own = try KernelKeyring.joinNew(name: "vesper-test")
      guard try KernelKeyring.login() == own, try own.search(description: description) == nil
      else { exit(1) }
      let added = try own.add(
        description: description, secret: SecretBytes(copying: [1, 2]), timeoutSeconds: 9)
      guard added != serial, try own.read(added).revealed() == [1, 2] else { exit(2) }
      do throws(KeyringError) {
        _ = try own.read(serial)
      } catch {
        exit(error == .denied ? 7 : 3)
      }
    }
  }

  @Test func `only possessors have any right`() throws {
    let key = try Key([1])
    #expect(try key.listed().contains(" 3f000000 "))
  }

  @Test func `adding again replaces the secret under the same name`() throws {
    let key = try Key([1, 2, 3])
    let again = try key.ring.add(
      description: key.description, secret: SecretBytes(copying: [9]), timeoutSeconds: 60)
    #expect(try key.ring.read(again).revealed() == [9])
    #expect(try key.ring.search(description: key.description) == again)
  }

  @Test func `a revoked key is gone, and can be added anew`() throws {
    let key = try Key([1, 2, 3])
    try key.ring.revoke(key.serial)
    #expect(throws: KeyringError.revoked) { _ = try key.ring.read(key.serial) }
    let again = try key.ring.add(
      description: key.description, secret: SecretBytes(copying: [9]), timeoutSeconds: 60)
    #expect(try key.ring.read(again).revealed() == [9])
    try key.ring.revoke(again)
  }

  /// Waits without giving its thread away: after an `await` it could be minutes before the next line, and the
  /// kernel throws expired keys away after five.
  @Test func `a key whose time is over cannot be read, and can be added anew`() throws {
    let key = try Key([1, 2, 3], timeoutSeconds: 1)
    usleep(1_100_000)
    #expect(throws: KeyringError.expired) { _ = try key.ring.read(key.serial) }
    #expect(throws: KeyringError.expired) {
      _ = try key.ring.search(description: key.description)
    }
    let again = try key.ring.add(
      description: key.description, secret: SecretBytes(copying: [9]), timeoutSeconds: 60)
    #expect(try key.ring.read(again).revealed() == [9])
    try key.ring.revoke(again)
  }

  @Test func `a timeout can be moved on, and 0 is never for ever`() throws {
    let key = try Key([1], timeoutSeconds: 3_000)
    #expect(try key.timeLeft().hasSuffix("m"))
    try key.ring.setTimeout(key.serial, seconds: 36_000)
    #expect(try key.timeLeft().hasSuffix("h"))
    #expect(try key.ring.read(key.serial).revealed() == [1])
    let zero = try Key([2], timeoutSeconds: 0)
    usleep(1_100_000)
    #expect(throws: KeyringError.expired) { _ = try zero.ring.read(zero.serial) }
  }

  @Test(arguments: [1, 255, 256, 257, 4096])
  func `secrets of every size are read whole`(count: Int) throws {
    let content = Randomness.seeded([3]).bytes(count)
    let key = try Key(content)
    #expect(try key.ring.read(key.serial).revealed() == content)
    #expect(throws: KeyringError.tooLarge(limit: count - 1)) {
      _ = try key.ring.read(key.serial, limit: count - 1)
    }
  }

  @Test func `a secret that grows at every look is given up`() throws {
    var looks = 0
    #expect(throws: KeyringError.tooLarge(limit: 4096)) {
      _ = try KernelKeyring.whole(limit: 4096) { room in
        looks += 1
        return room.count + 1
      }
    }
    #expect(looks == 8)
  }

  @Test func `more than a key of the kernel holds is refused by it`() throws {
    let ring = try KernelKeyring.login()
    let much = try SecretBytes(count: 40_000)
    #expect(throws: KeyringError.unavailable(errno: EINVAL)) {
      try ring.add(description: "vesper-test:much", secret: much, timeoutSeconds: 9)
    }
    #expect(try ring.search(description: "vesper-test:much") == nil)
  }

  @Test func `a user's room for keys has an end, which is told`() async {
    await #expect(processExitsWith: .exitCode(7)) {
      setuid(65_534)  // root has more room than a test would fill
      let ring = try KernelKeyring.joinNew(name: "vesper-test")
      let secret = try SecretBytes(count: 4_000)
      for number in 0..<2_000 {
        do throws(KeyringError) {
          try ring.add(description: "vesper-test:\(number)", secret: secret, timeoutSeconds: 30)
        } catch {
          exit(error == .full ? 7 : 2)
        }
      }
      exit(geteuid() == 0 ? 7 : 1)
    }
  }

  @Test func `a number that is no key is not found`() throws {
    let ring = try KernelKeyring.login()
    #expect(throws: KeyringError.notFound) { _ = try ring.read(0x7fff_fff0) }
    #expect(throws: KeyringError.notFound) { try ring.revoke(0x7fff_fff0) }
  }
}

private enum KeyringSupport {
  static let isThere: Bool = {
    do {
      // No name that another process asks about at the same time.
      let name = Randomness.system.bytes(8).map { String($0) }.joined(separator: ".")
      let ring = try KernelKeyring.login()
      let key = try ring.add(
        description: "vesper-test:probe." + name, secret: SecretBytes(copying: [1]),
        timeoutSeconds: 60)
      try ring.revoke(key)
      return true
    } catch {
      return false
    }
  }()
}
