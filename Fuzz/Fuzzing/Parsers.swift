/// A parser that reads bytes from outside, and what has to hold of anything that it accepts.
struct Parser: Sendable {
  let name: String
  let read: @Sendable ([UInt8]) -> Void

  #if VAULT_ALONE
    static let all: [Parser] = vault + sealed + joining
  #else
    static let all: [Parser] = vault + sealed + joining + care + imports + program
  #endif
}
