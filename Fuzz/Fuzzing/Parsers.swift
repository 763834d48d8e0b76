/// A parser that reads bytes from outside, and what has to hold of anything that it accepts.
struct Parser: Sendable {
  let name: String
  let read: @Sendable ([UInt8]) -> Void

  static let all: [Parser] = vault + sealed + joining + care + imports + program
}
