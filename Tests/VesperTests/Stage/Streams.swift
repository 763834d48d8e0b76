import Glibc

/// The three standard streams as files without names, so that no output is too long for a pipe.
struct Streams {
  let input: File
  let output: File
  let errors: File

  init(in folder: String, input: [UInt8]) throws {
    self.input = try File(in: folder, holding: input)
    output = try File(in: folder)
    errors = try File(in: folder)
  }

  /// A file without a name that goes when it is let go.
  final class File {
    let descriptor: Int32

    init(in folder: String, holding bytes: [UInt8] = []) throws {
      var template = Array("\(folder)/stage-XXXXXX".utf8CString)
      descriptor = mkstemp(&template)
      guard descriptor >= 0, unlink(template) == 0 else { throw StageError.noFile(errno) }
      guard bytes.isEmpty || pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else {
        throw StageError.noFile(errno)
      }
    }

    deinit { close(descriptor) }

    func contents() throws -> [UInt8] {
      var facts = stat()
      guard fstat(descriptor, &facts) == 0 else { throw StageError.noFile(errno) }
      var bytes = [UInt8](repeating: 0, count: Int(facts.st_size))
      guard pread(descriptor, &bytes, bytes.count, 0) == bytes.count else {
        throw StageError.noFile(errno)
      }
      return bytes
    }
  }
}
