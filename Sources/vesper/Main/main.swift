import Care
import FoundationEssentials
import Glibc
import Vault
import VesperProgram

// A stream that came closed stays unusable: its number must never become that of a file of the vault.
for stream in Int32(0)...2 where fcntl(stream, F_GETFD) < 0 {
  _ = open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY)
}
// Swift's own crash reports, on Ctrl-\ too, would print memory to the terminal.
for crash in [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] { signal(crash, SIG_DFL) }
// A pipe that closes early is an ordinary end, told by the error of the write.
signal(SIGPIPE, SIG_IGN)
let weaknesses = Hardening.apply()
let world = World(
  environment: ProcessInfo.processInfo.environment, clock: .system, strength: .standard,
  sessions: KeyringSessions(), weaknesses: weaknesses,
  surroundings: .read())
exit(Program.run(Array(CommandLine.arguments.dropFirst()), in: world))
