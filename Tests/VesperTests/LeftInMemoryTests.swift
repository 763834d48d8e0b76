import FoundationEssentials
import Glibc
import Testing

/// What a command that was killed leaves in a folder in memory.
@Suite struct `Words left in memory by a killed command` {
  @Test(arguments: ["lock", "unlock --as Ada"])
  func `go with the next lock or unlock, and what is held stays`(_ command: String) throws {
    let home = try Household.couple()
    guard home.home.hasPrefix("/dev/shm/") else { return }
    // The number is of a process that lives: it is not what tells.
    let left = "\(home.home)/vesper-page-writing-\(getpid())"
    let held = "\(home.home)/vesper-page-preview-1"
    for folder in [left, held] {
      try #require(mkdir(folder, 0o700) == 0)
      try #require(
        FileManager.default.createFile(atPath: "\(folder)/words.txt", contents: Data([65])))
    }
    let lock = open(held, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { close(lock) }
    try #require(flock(lock, LOCK_EX | LOCK_NB) == 0)
    let outcome = try home.run(
      command.split(separator: " ").map(String.init),
      passphrases: command == "lock" ? [] : ["four plain words"],
      environment: ["XDG_RUNTIME_DIR": home.home])
    #expect(outcome.code == 0)
    #expect(access(left, F_OK) != 0)
    #expect(access("\(held)/words.txt", F_OK) == 0)
  }
}
