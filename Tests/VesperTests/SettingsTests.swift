import FoundationEssentials
import Glibc
import Testing

@testable import VesperProgram

@Suite struct `The settings` {
  private static func lines(_ text: String) -> SettingLines { SettingLines(Array(text.utf8)) }

  @Test func `are read as TOML means them`() {
    let read = Self.lines(
      """
      # a remark
      vault = "/home/\\u0061da/\\"v\\\\"   # behind it

      \teditor='emacs -nw'\r
      plain = true
      """)
    #expect(read.faults.isEmpty)
    #expect(
      read.lines == [
        .init(number: 2, name: "vault", value: .text("/home/ada/\"v\\")),
        .init(number: 4, name: "editor", value: .text("emacs -nw")),
        .init(number: 5, name: "plain", value: .flag(true)),
      ])
  }

  @Test(arguments: [
    "[vesper]", "paper", "paper = ", "paper = a4", "paper = \"a4", "paper = 'a4", "= \"a4\"",
    "paper = \"a4\" x", "paper = \"\"\"a4\"\"\"", "paper = '''a4'''", "paper = \"\\n\"",
    "paper = \"\\ud800\"", "paper = \"\\u001b\"", "paper = \"a\u{1B}4\"", "paper = [\"a4\"]",
    "paper = 4", "pap\u{E9}r = \"a4\"", "# \u{0}", "paper.size = \"a4\"",
  ])
  func `name the line that cannot be read, and keep the others`(line: String) {
    let read = Self.lines("plain = true\n\(line)\nidle = \"5m\"")
    #expect(read.faults.map(\.number) == [2], "\(line): \(read)")
    #expect(read.lines.map(\.name) == ["plain", "idle"])
  }

  @Test func `may begin with a mark, stand there once, and be switched off`() {
    let read = SettingLines(
      [0xEF, 0xBB, 0xBF] + Array("plain = false\npaper = \"\\U00000061\u{34}\"\nplain = true".utf8))
    #expect(read.lines.map(\.value) == [.flag(false), .text("a4")])
    #expect(read.faults == [.init(number: 3, problem: "this setting stands there twice")])
    #expect(read.lines.map(\.value.written) == ["false", "\"a4\""])
    #expect(read.lines.map(\.value.words) == ["false", "a4"])
    #expect([SettingLines.Value.flag(true)].map { $0.written + $0.words } == ["truetrue"])
  }

  @Test func `come back from what was written`() throws {
    for text in ["/a b", "~/\"x\"", "C\\d", "é ~ #", "/a\"\u{345}b", "/\\\u{301}"] {
      let value = SettingLines.Value.text(text)
      #expect(Self.lines("vault = \(value.written)").lines.map(\.value) == [value])
    }
  }

  /// A file for `$XDG_CONFIG_HOME/vesper/config.toml`.
  private func put(_ bytes: [UInt8], in home: Household) throws {
    let folder = "\(home.home)/.config/vesper"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(filePath: "\(folder)/config.toml"))
  }

  /// What a partner, a broken disk or a slip of the hand can leave there.
  private static let hostile: [(name: String, bytes: [UInt8], code: Int32)] = [
    ("a misspelt name", Array("papr = \"a4\"".utf8), 65),
    ("a secret", Array("passphrase = \"four plain words\"".utf8), 65),
    ("another value", Array("paper = \"a3\"".utf8), 65),
    ("a long time", Array("idle = \"9h\"".utf8), 65),
    ("bytes that are no text", [0xFF, 0xFE, 0x00, 0x0A], 65),
    ("too much", [UInt8](repeating: UInt8(ascii: "#"), count: 65_537), 65),
    ("one long line", Array("vault = \"".utf8) + [UInt8](repeating: 97, count: 60_000), 65),
  ]

  @Test(arguments: hostile.indices)
  func `that cannot be read stop what they could change, and nothing else`(index: Int) throws {
    let (name, bytes, code) = Self.hostile[index]
    let home = try Household.couple()
    try home.done("agree propose --as Ada", input: #"{"items": [{"what": "holding hands"}]}"#)
    try put(bytes, in: home)
    for words in ["list --as Ada", "status", "checkin --as Ada", "unlock --as Ada"] {
      let outcome = try home.run(words, input: "{}")
      #expect(outcome.code == code && outcome.out.isEmpty, "\(name): \(words)")
      let lines = outcome.err.split(separator: "\n")
      #expect(lines.first?.hasPrefix("vesper: the settings") == true, "\(name): \(outcome.err)")
      #expect(lines.count > 1 && lines.dropFirst().allSatisfy { $0.hasPrefix("hint: ") })
      #expect(!outcome.err.contains("four plain words"), "\(name)")
    }
    for words in [
      "agree withdraw --as Ada", "agree pause --as Ada", "resources", "help", "config path", "lock",
    ] {
      let outcome = try home.run(words)
      #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(name): \(words): \(outcome.err)")
    }
    #expect(try home.run("config").code == code)
    #expect(try home.run("config set paper a4").code == code)
    let path = "\(home.home)/.config/vesper/config.toml"
    #expect(FileManager.default.contents(atPath: path).map(Array.init) == bytes, "\(name)")
  }

  @Test func `that are no file are never waited for`() throws {
    let home = try Household.couple()
    let folder = "\(home.home)/.config/vesper"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    #expect(mkfifo("\(folder)/config.toml", 0o600) == 0)
    let outcome = try home.run("list --as Ada")
    #expect(outcome.code == 74 && outcome.err.contains("no ordinary file"))
    #expect(try home.run("lock").code == 0)
  }

  @Test func `with one line that cannot be read are otherwise as they are for what closes`() throws
  {
    let home = try Household()
    try home.done("config set vault \(home.home)/elsewhere")
    let made = try home.run(
      "init", input: #"{"partners": [{"name": "Ada"}]}"#, passphrases: ["four plain words"])
    #expect(made.out.contains("\(home.home)/elsewhere"))
    let path = "\(home.home)/.config/vesper/config.toml"
    let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    try put(Array(("papr = 1\n" + text).utf8), in: home)
    #expect(try home.run("lock").code == 0)
    #expect(try home.run("status").code == 65)
  }

  @Test func `give way to the environment, and that to a flag`() throws {
    let home = try Household()
    let partners = #"{"partners": [{"name": "Ada"}]}"#
    for place in ["file", "environment", "flag"] {
      let made = try home.run(
        "init --vault \(home.home)/\(place)", input: partners, passphrases: ["four plain words"])
      try #require(made.code == 0)
    }
    try home.done("config set vault \(home.home)/file")
    let variable = ["VESPER_VAULT": "\(home.home)/environment"]
    #expect(try home.run("status").out.contains("/file\n"))
    #expect(try home.run(["status"], environment: variable).out.contains("/environment\n"))
    #expect(
      try home.run(["status", "--vault", "\(home.home)/flag"], environment: variable).out
        .contains("/flag\n"))
    try home.done("config set idle 5m")
    let opened = try home.run("unlock", passphrases: ["four plain words"])
    #expect(opened.out.contains("until 5 minutes pass"))
    let other = try home.run("unlock --for 20m", passphrases: ["four plain words"])
    #expect(other.out.contains("until 20 minutes pass"))
  }

  /// With Windows' line ends as with others.
  @Test(arguments: ["\n", "\r\n"])
  func `keep a person's own remarks, and are for their eyes alone`(end: String) throws {
    func file(_ lines: String...) -> String { lines.map { $0 + end }.joined() }
    let home = try Household()
    try put(Array(file("# mine", "paper = \"a4\" # here", "plain = true").utf8), in: home)
    try home.done("config set paper letter")
    try home.done("config set idle 90s")
    try home.done("config unset plain")
    let path = "\(home.home)/.config/vesper/config.toml"
    let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    #expect(text == file("# mine", "paper = \"letter\"", "idle = \"90s\""))
    var facts = stat()
    #expect(stat(path, &facts) == 0 && facts.st_mode & 0o777 == 0o600)
  }

  @Test func `behind a link stay behind it`() throws {
    let home = try Household()
    let folder = "\(home.home)/.config/vesper"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let real = "\(home.home)/dotfiles.toml"
    try Data("paper = \"a4\"\n".utf8).write(to: URL(filePath: real))
    #expect(symlink(real, "\(folder)/config.toml") == 0)
    try home.done("config set paper letter")
    var facts = stat()
    #expect(lstat("\(folder)/config.toml", &facts) == 0 && facts.st_mode & S_IFMT == S_IFLNK)
    let text = String(decoding: try Data(contentsOf: URL(filePath: real)), as: UTF8.self)
    #expect(text == "paper = \"letter\"\n")
  }
}
