import ArgumentParser
import Care

/// How to read somebody's table.
struct TableOptions: ParsableArguments {
  @Option(
    name: .customLong("column"),
    help: ArgumentHelp(
      "With --from csv, once for each column: what it is, and its name in the table, as in date=Day. It can be \(CSVColumns.Part.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "what=name"))
  var columns: [String] = []

  @Option(
    name: .customLong("scale"),
    help: ArgumentHelp(
      "A measure that is on another scale than 0 to 10, as in energy=1-5; brought to 0 to 10.",
      valueName: "what=low-high"))
  var scales: [String] = []

  @Option(
    help: "How the table writes days: iso (2026-12-31), dmy (31/12/2026) or mdy (12/31/2026).")
  var dates: DateOrder?

  func check(for source: Import.Source) throws {
    if source != .csv && (!columns.isEmpty || dates != nil) {
      throw ValidationError("--column and --dates go together with --from csv")
    }
    if source != .csv && source != .bearable && !scales.isEmpty {
      throw ValidationError("--scale goes together with --from csv or bearable")
    }
  }

  /// What was said of the columns, read strictly.
  func asked() throws(Failure) -> CSVColumns {
    var columns = CSVColumns(dates: dates?.dates ?? .iso)
    for words in self.columns {
      let (part, name) = try TableOptions.pair(words, option: "--column")
      guard columns.names.updateValue(name, forKey: part) == nil else {
        throw Failure(
          .usage, "\"\(part.rawValue)\" is named twice", hint: "one column each: vesper help import"
        )
      }
    }
    for words in scales {
      let (part, ends) = try TableOptions.pair(words, option: "--scale")
      guard part.isMeasure, let scale = CSVColumns.Scale(ends) else {
        throw Failure(
          .usage, "\"\(words.start(of: 40))\" is no scale of a measure",
          hint: "as in --scale energy=1-5")
      }
      columns.scales[part] = scale
    }
    return columns
  }

  /// The columns of a table that needs at least a day and something of it.
  func asked(of bytes: [UInt8]) throws -> CSVColumns {
    let columns = try asked()
    let names = try CSVImport.names(in: bytes)
    let there = names.prefix(12).map { "\"\($0.start(of: 40))\"" }
    let hint = "the table has \(there.joined(separator: ", "))"
    guard columns.names[.date] != nil else {
      throw Failure(
        .usage, "say which column is the day", hints: ["as in --column date=NAME", hint])
    }
    guard columns.names.keys.contains(where: { $0 == .text || $0.isMeasure }) else {
      throw Failure(
        .usage, "say which column comes in",
        hints: ["as in --column text=NAME or --column pain=NAME", hint])
    }
    let known = Set(names.map { $0.lowercased() })
    for name in columns.names.values.sorted() where !known.contains(name.lowercased()) {
      throw Failure(.usage, "the table has no column \"\(name.start(of: 40))\"", hint: hint)
    }
    return columns
  }

  private static func pair(
    _ words: String, option: String
  ) throws(Failure) -> (CSVColumns.Part, String) {
    let names = CSVColumns.Part.allCases.map(\.rawValue)
    guard let equals = words.firstIndex(of: "="), words.index(after: equals) < words.endIndex else {
      throw Failure(
        .usage, "\(option) takes what it is, an equals sign and a name",
        hint: option == "--column" ? "as in --column date=Day" : "as in --scale energy=1-5")
    }
    let name = String(words[..<equals]).lowercased()
    guard let part = CSVColumns.Part(rawValue: name) else {
      let near = Spelling.nearest(to: name, among: names)
      throw Failure(
        .usage, "\"\(name.prefix(40))\" is nothing that a column can be",
        hint: near.map { "did you mean \"\($0)\"?" } ?? "it can be \(names.joined(separator: ", "))"
      )
    }
    return (part, String(words[words.index(after: equals)...]))
  }
}

/// In which order a table writes its days.
enum DateOrder: String, ExpressibleByArgument, CaseIterable {
  case iso, dmy, mdy

  var dates: CSVColumns.Dates {
    switch self {
    case .iso: .iso
    case .dmy: .dmy
    case .mdy: .mdy
    }
  }
}
