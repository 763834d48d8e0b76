import ArgumentParser
import Care

/// The whole program, from arguments to exit code. Only `main` exits.
public enum Program {
  /// Runs one command.
  ///
  /// - Parameter arguments: without the program's own name.
  /// - Returns: the exit code of the terminal contract.
  public static func run(_ arguments: [String], in given: World) -> Int32 {
    var world = given
    world.desk = Desk()
    // Said by a flag of every command; words are never arguments, so it cannot be one of them.
    if arguments.contains("--plain") { world.isPlain = true }
    // One door to the help: `vesper help write` is `vesper write --help`.
    guard arguments.first != "help" else {
      let asked = Array(arguments.dropFirst())
      do { if try tellTask(asked, world) { return 0 } } catch {
        return report(Failure(error), world)
      }
      return run(asked + ["--help"], in: world)
    }
    do {
      if arguments.contains(where: { $0 == "--help" || $0 == "-h" }) {
        return try help(arguments, world)
      }
      // For `make install`, beside the parser's own --generate-completion-script.
      if arguments == ["--generate-manual"] {
        try world.console.write(Array(ManualPage().lines().joined(separator: "\n").utf8) + [10])
        return 0
      }
      if arguments.isEmpty {
        try Welcome(world: world.settled(for: .lenient)).say()
        return 0
      }
      if let command = Vesper.plainly(arguments) {
        try run(command, world)
      } else if let command = try Vesper.parseAsRoot(arguments) as? any Command {
        try run(command, world)
      } else {
        // `vesper visit` alone: what there is in that group.
        return try help(arguments, world)
      }
      // What was typed is kept now, or was not to be.
      world.desk.draft?.remove()
      return 0
    } catch let failure as Failure {
      return report(failure, world)
    } catch {
      return explain(error, arguments, world)
    }
  }

  private static func run(_ command: some Command, _ world: World) throws {
    let world = try world.settled(for: type(of: command).settingsUse)
    do {
      try command.begin(in: world)
    } catch {
      // Settings that could not be read whole may be why nothing was found.
      guard let fault = world.settings.fault, Failure(error) != fault else { throw error }
      let failure = Failure(error)
      throw Failure(failure.code, failure.sentence, hints: failure.hints + [fault.sentence])
    }
  }

  /// Tells of a task of the guide, or of all of them, where that is asked for.
  private static func tellTask(_ asked: [String], _ world: World) throws -> Bool {
    guard let name = asked.first, asked.count == 1 else { return false }
    let page = TaskPage(width: min(world.console.width, 80))
    let task = Guide.shipped.task(name)
    guard task != nil || name == "tasks" else { return false }
    for line in task.map(page.lines) ?? page.list() { try world.console.say(line) }
    return true
  }

  private static func help(_ arguments: [String], _ world: World) throws -> Int32 {
    if let failure = Failure(unknownIn: arguments) { throw failure }
    let page = HelpPage(path: Vesper.path(of: arguments).known, width: world.console.width)
    for line in try page.lines() { try world.console.say(line) }
    return 0
  }

  private static func report(_ failure: Failure, _ world: World) -> Int32 {
    guard failure != .closedPipe else { return failure.code.rawValue }
    world.console.remark("vesper: \(failure.sentence)")
    let isDraft = world.desk.draft?.isSealed ?? false
    for hint in isDraft && failure.code == .left ? [] : failure.hints {
      world.console.remark("hint: \(hint)")
    }
    if isDraft {
      world.console.remark(
        "hint: what you typed waits here, sealed; the same command offers it again")
    }
    return failure.code.rawValue
  }

  /// Answers `--version`, and says what was wrong with the words of a command.
  private static func explain(_ error: any Error, _ arguments: [String], _ world: World) -> Int32 {
    let isParsers = Vesper.exitCode(for: error) != .failure || error is ValidationError
    if Vesper.exitCode(for: error) == .success {
      do {
        try world.console.write(Array((Vesper.fullMessage(for: error) + "\n").utf8))
        return 0
      } catch { return report(Failure(error), world) }
    }
    guard isParsers else { return report(Failure(error), world) }
    return report(Failure(misreading: Vesper.message(for: error), of: arguments), world)
  }
}

/// One command: its words and flags, and what it does in a given world.
protocol Command: ParsableCommand {
  func run(in world: World) throws
  /// Runs it where its output belongs.
  func begin(in world: World) throws
  /// What it makes of settings that cannot be read.
  static var settingsUse: SettingsUse { get }
}

extension Command {
  static var settingsUse: SettingsUse { .strict }

  func begin(in world: World) throws { try run(in: world) }
}
