import ArgumentParser
import Care
import FoundationEssentials
import Vault

/// Names the folder that something else carries between devices.
struct Link: Command {
  static let configuration = CommandConfiguration(
    commandName: "link",
    abstract: "Say which folder carries what you share to the other device.",
    discussion: """
      Syncthing, git, rsync, rclone or a USB stick carry the folder; Vesper keeps sealed copies in it, \
      never the only one. With --own, a folder that only your own devices see, which carries what is \
      for you alone too. Without a folder: which ones are linked.
      """)

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  @Argument(help: ArgumentHelp("The folder.", valueName: "dir"))
  var folder: String?

  @Flag(help: "It is for your own devices alone.")
  var own = false

  func run(in world: World) throws {
    let vault = try options.openVault(world)
    guard let folder else { return try list(vault, world) }
    let path =
      folder.hasPrefix("/") ? folder : "\(FileManager.default.currentDirectoryPath)/\(folder)"
    guard LinkedFolder.isThere(path) else {
      throw Failure(
        .missing, "there is no folder at \(path)", hint: "make it first: mkdir -p, then link it")
    }
    try vault.link(own ? .own : .shared, path)
    let report = try vault.exchange(.thorough)
    if printing.json { return try world.console.say(Link.json(vault)) }
    try world.console.say(
      own
        ? "Linked. Your own devices meet in \(path); keep it where nobody else can see it."
        : "Linked. What is for both of you goes through \(path) from now on.")
    for line in ExchangeWords.lines(report) where !report.isEmpty { try world.console.say(line) }
  }

  private func list(_ vault: OpenVault, _ world: World) throws {
    if printing.json { return try world.console.say(Link.json(vault)) }
    for folder in vault.folders {
      let who = folder.role == .own ? "Your own devices meet in" : "What is for both goes through"
      let isThere = folder.isThere ? "" : " It is not there just now."
      try world.console.say("\(who) \(folder.path).\(isThere)")
    }
    if vault.folders.isEmpty { try world.console.say("No folder is linked.") }
  }

  private static func json(_ vault: OpenVault) -> String {
    JSONText.object([
      "folders": JSONText.array(
        vault.folders.map { folder in
          JSONText.object([
            "role": JSONText.string("\(folder.role)"), "path": JSONText.string(folder.path),
            "there": folder.isThere ? "true" : "false",
          ])
        })
    ])
  }
}

/// Looks closely into the linked folders: takes in what is new, puts out what is not there.
struct Sync: Command {
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Take in what has arrived in the linked folder, and put out what has not gone yet.",
    discussion: """
      Every command does this by itself, looking at lengths and endings. This looks at every byte, \
      and mends copies that were changed, cut or deleted.
      """)

  @OptionGroup var options: Options
  @OptionGroup var printing: Printing

  func run(in world: World) throws {
    let diary = try options.diary(world, exchanging: false)
    guard !diary.folders.isEmpty else {
      throw Failure(.missing, "no folder is linked", hint: "vesper link DIR links one")
    }
    let report = try diary.exchange()
    if printing.json {
      try world.console.say(
        ExchangeWords.json(report, isPartnerRenewed: diary.renewedPartner != nil))
    } else {
      for line in ExchangeWords.lines(report) { try world.console.say(line) }
      if let other = diary.renewedPartner {
        try world.console.say(ExchangeWords.renewal(of: other.name))
      }
    }
    if let folder = report.unreachable.first {
      throw Failure(
        .missing, "the linked folder \(folder.path) is not there",
        hint: "nothing is lost; plug it in, or start what carries it, and sync again")
    }
  }
}

/// Ends shared writing, quietly.
struct Leave: Command {
  static let configuration = CommandConfiguration(
    commandName: "leave",
    abstract: "Share nothing more; what you both could read stays readable.",
    discussion: """
      What you write from now on is for you alone. Nothing is deleted, here or elsewhere, nothing is \
      called back, and nobody is told. Linking the folder again takes it up again. Do the same on each \
      of your devices.
      """)

  @OptionGroup var options: Options

  func run(in world: World) throws {
    let vault = try options.openVault(world)
    try vault.leave()
    try world.console.say("From now on everything you write is for you alone.")
    try world.console.say("What you both could read stays readable, for each of you.")
  }
}
