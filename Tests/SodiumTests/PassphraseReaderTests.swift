import Dispatch
import Glibc
import Sodium
import Testing

struct PassphraseReaderTests {
  /// A pipe that holds these bytes and then ends.
  private final class FilledPipe {
    let readEnd: Int32

    init(_ content: [UInt8]) {
      var ends: [Int32] = [-1, -1]
      pipe(&ends)
      readEnd = ends[0]
      write(ends[1], content, content.count)
      close(ends[1])
    }

    deinit { close(readEnd) }
  }

  @Test(arguments: [
    ("quiet evening\n", "quiet evening"), ("quiet", "quiet"), ("\n", ""), ("", ""),
    (" spaces \t\n", " spaces \t"), ("zwölf\r\n", "zwölf\r"), ("one\ntwo\n", "one"),
  ])
  func `a passphrase is one line without its newline`(content: String, expected: String) throws {
    let pipe = FilledPipe(Array(content.utf8))
    #expect(try PassphraseReader.read(from: pipe.readEnd).revealed() == Array(expected.utf8))
  }

  @Test func `the next line waits for the next call`() throws {
    let pipe = FilledPipe(Array("one\n\nthree".utf8))
    let lines = try (0..<4).map { _ in try PassphraseReader.read(from: pipe.readEnd).revealed() }
    #expect(lines == [Array("one".utf8), [], Array("three".utf8), []])
  }

  @Test func `zero bytes and bytes that are no text are kept`() throws {
    let pipe = FilledPipe([0, 0xff, 0xfe, 10, 1])
    #expect(try PassphraseReader.read(from: pipe.readEnd).revealed() == [0, 0xff, 0xfe])
  }

  @Test(arguments: [(0, 1), (1, 2), (8, 9), (8, 5000)])
  func `a line above the limit is refused, and one at the limit is not`(limit: Int, count: Int)
    throws
  {
    let long = FilledPipe([UInt8](repeating: 97, count: count))
    #expect(throws: SodiumError.tooLong(limit: limit)) {
      _ = try PassphraseReader.read(from: long.readEnd, limit: limit)
    }
    let right = FilledPipe([UInt8](repeating: 97, count: limit) + [10])
    #expect(try PassphraseReader.read(from: right.readEnd, limit: limit).count == limit)
  }

  @Test(arguments: [-1, Int.min, Int.max, SecretBytes.greatestCount])
  func `a limit that no secret can have is refused`(limit: Int) {
    let pipe = FilledPipe([97, 10])
    #expect(throws: SodiumError.self) {
      _ = try PassphraseReader.read(from: pipe.readEnd, limit: limit)
    }
  }

  @Test func `a line that comes in pieces is waited for`() throws {
    var ends: [Int32] = [-1, -1]
    pipe(&ends)
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    let writeEnd = ends[1]
    DispatchQueue.global().async {
      for piece in ["qu", "iet", "\n"] {
        usleep(5_000)
        _ = Array(piece.utf8).withUnsafeBytes { write(writeEnd, $0.baseAddress, $0.count) }
      }
    }
    #expect(try PassphraseReader.read(from: ends[0]).revealed() == Array("quiet".utf8))
    ends.forEach { _ = close($0) }
  }

  @Test func `a descriptor that is not open cannot be read`() {
    #expect(throws: SodiumError.readFailed(errno: EBADF)) {
      _ = try PassphraseReader.read(from: 1_000_000)
    }
  }
}
