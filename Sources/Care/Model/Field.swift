/// One named answer of a kind: how it is asked, checked, described to scripts, and shown.
public struct Field: Sendable {
  /// The key in JSON.
  public let key: String
  /// What stands before the answer on screen.
  public let label: String
  /// How a person is asked.
  public private(set) var prompt: String
  public private(set) var shape: Shape
  public let isRequired: Bool
  /// The command supplies it (the visit that a pick is for); it is neither asked nor typed.
  public let isGiven: Bool
  /// The key of the answer that this one speaks of: without that one it is not asked.
  public let follows: String?
  /// It means something only where there are two: somebody alone is never asked.
  public let isForTwo: Bool
  /// The list of the starter set that is shown to choose from; other words are as welcome.
  public let offers: StarterList?
  /// Whether a person is asked; what only scripts and other programs say is not.
  public private(set) var isAsked = true
  /// What a text has to be beyond its shape, told while the person is there to give another.
  private(set) var form: Form?

  /// What a text can be read as, where not every text can.
  struct Form: Sendable {
    let fits: @Sendable (String) -> Bool
    let expectation: String
  }

  public init(
    _ key: String, _ shape: Shape, label: String? = nil, prompt: String, required: Bool = false,
    given: Bool = false, follows: String? = nil, forTwo: Bool = false,
    offers: StarterList? = nil
  ) {
    self.key = key
    self.shape = shape
    self.label = label ?? key
    self.prompt = prompt
    self.isRequired = required
    self.isGiven = given
    self.follows = follows
    self.isForTwo = forTwo
    self.offers = offers
  }

  /// The same field with another shape or prompt.
  public func with(shape: Shape? = nil, prompt: String? = nil) -> Field {
    var field = self
    field.shape = shape ?? self.shape
    field.prompt = prompt ?? self.prompt
    return field
  }

  /// The same field, for texts that fit a form alone.
  func of(_ form: Form) -> Field {
    var field = self
    field.form = form
    return field
  }

  /// The same field, for scripts and other programs alone.
  func forScripts() -> Field {
    var field = self
    field.isAsked = false
    return field
  }

  /// What can stand in a field.
  public indirect enum Shape: Sendable {
    /// Text without line ends, 1 through `max` Unicode scalars.
    case line(max: Int)
    /// Text of any number of lines, 1 through `max` Unicode scalars.
    case text(max: Int)
    /// A self-rating, 0 through 10, and the words at its two ends.
    case scale(low: String, high: String)
    /// A whole number.
    case number(ClosedRange<Int>)
    /// One of these words.
    case choice([String])
    case flag
    /// `YYYY-MM-DD`
    case date
    /// `HH:MM`
    case time
    /// `14d`, see ``DaySpan``.
    case span
    /// So many bytes, as twice as many lowercase hex digits.
    case hex(bytes: Int)
    /// A word that entries can be found by, see ``Tags``.
    case tag
    /// Up to `max` different items.
    case list(Shape, max: Int)
    /// Fields of its own.
    case object([Field])
  }
}

extension Field.Shape {
  /// A record's id.
  public static var identifier: Self { .hex(bytes: 16) }

  /// One of an enumeration's raw values.
  public static func choice<Choice: CaseIterable & RawRepresentable<String>>(
    of type: Choice.Type
  ) -> Self {
    .choice(type.allCases.map(\.rawValue))
  }

  /// What belongs here, in words.
  public var expectation: String {
    switch self {
    case .line: "one line of text"
    case .text: "text"
    case .scale: "a whole number from 0 to 10"
    case .number(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .choice(let words): "one of: \(words.joined(separator: ", "))"
    case .flag: "true or false"
    case .date: "a date, YYYY-MM-DD"
    case .time: "a time, HH:MM"
    case .span: "a number of days from 1d to 90d"
    case .hex(bytes: 16): "the first digits of one entry's id, four or more"
    case .hex(let bytes): "\(bytes * 2) lowercase hexadecimal digits"
    case .tag: "a word without spaces"
    case .list: "a list"
    case .object: "an object"
    }
  }
}

/// A value whose JSON a table of fields describes.
public protocol Fielded: Codable, Sendable, Equatable {
  /// Every key the value can have in JSON, in the order it is asked and shown.
  static var fields: [Field] { get }

  /// What no single field can tell: nothing, unless the type says otherwise.
  func check() throws(CareError)
}

extension Fielded {
  public func check() throws(CareError) {}
}
