import Care
import FoundationEssentials
import Glibc
import Vault
import VesperProgram

// A pipe that closes early is an ordinary end, told by the error of the write.
signal(SIGPIPE, SIG_IGN)
let weaknesses = Hardening.apply()
let world = World(
  environment: ProcessInfo.processInfo.environment, clock: .system, strength: .standard,
  sessions: KeyringSessions(), weaknesses: weaknesses)
exit(Program.run(Array(CommandLine.arguments.dropFirst()), in: world))
