/// Something in a file that does not come in, how often it is there, and why.
public struct LeftOut: Sendable, Equatable {
  /// In words: "photos", "rows without an answer".
  public let what: String
  /// How many of them; `nil` for what is there once by its nature, such as a column.
  public let count: Int?

  public init(_ what: String, _ count: Int?) {
    self.what = what
    self.count = count
  }

  /// Only those that are there at all.
  static func present(_ all: [LeftOut]) -> [LeftOut] { all.filter { $0.count != 0 } }
}

/// The digest of what makes an entry itself, so that a second import of it adds nothing.
struct ImportNames<Failure: Error> {
  /// `csv`, `bearable` …
  let format: String
  /// A collision-resistant hash of at least 16 bytes.
  let digest: ([UInt8]) throws(Failure) -> [UInt8]
  private var seen: [[UInt8]: Int] = [:]

  init(_ format: String, _ digest: @escaping ([UInt8]) throws(Failure) -> [UInt8]) {
    self.format = format
    self.digest = digest
  }

  /// The same for the same content at every import; equals are told apart by their order.
  mutating func name(of content: [UInt8]) throws(Failure) -> String {
    let equals = seen[content, default: 0]
    seen[content] = equals + 1
    let hash = try digest(Array("vesper \(format) 1 \(equals) ".utf8) + content)
    return "\(format):" + Digits.hex(hash)
  }
}
