import Glibc

/// Which parser this run is of: `FUZZ=json fuzzing corpus/json`.
private let parser: Parser = {
  let name = getenv("FUZZ").map { String(cString: $0) } ?? ""
  guard let parser = Parser.all.first(where: { $0.name == name }) else {
    let names = "FUZZ is one of: \(Parser.all.map { $0.name }.joined(separator: " "))\n"
    // libFuzzer ends the process before buffered output is written.
    _ = Array(names.utf8).withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
    _exit(64)
  }
  return parser
}()

/// What libFuzzer calls with each input (LLVM, "libFuzzer", § Fuzz Target).
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  parser.read(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

/// Ends the run where something that has to hold of every input does not.
func holds(_ condition: Bool, _ what: StaticString) {
  if !condition { fatalError("\(what)") }
}
