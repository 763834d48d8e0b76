import Care
import FoundationEssentials
import Testing

@Suite struct `With --json` {
  /// Any JSON document, to see that it is one.
  private enum Document: Decodable {
    case object([String: Document])
    case array([Document])
    case leaf

    init(from decoder: any Decoder) throws {
      if let object = try? decoder.singleValueContainer().decode([String: Document].self) {
        self = .object(object)
      } else if let array = try? decoder.singleValueContainer().decode([Document].self) {
        self = .array(array)
      } else {
        self = .leaf
      }
    }

    var keys: Set<String> {
      if case .object(let members) = self { Set(members.keys) } else { [] }
    }
  }

  /// What stands at the top of each command's document: an object's members, or those of an
  /// array's first element.
  private static let shapes: [String: Set<String>] = [
    "status": ["vault", "path", "unlocked", "weaknesses"], "check": ["logs", "folders"],
    "import": ["added", "known", "kinds", "from", "until", "leftOut"],
    "config show": ["path", "settings"],
    "agree propose": ["id"], "agree mark": ["id"], "agree grant": ["id"], "agree renew": ["id"],
    "agree pause": ["id"], "agree resume": ["id"], "agree withdraw": ["id"],
    "agree proof": ["id", "statement"], "agree clock": ["clock", "later"],
    "agree mend": ["logs", "closed"], "health changed": ["id"],
    "agree show": ["agreement", "items", "reviewBy", "revision", "signals"],
    "list": ["id", "kind", "author", "audience", "about", "entered", "tags", "body"],
    "show": ["id", "kind", "author", "audience", "about", "entered", "tags", "body"],
    "search": ["id", "kind", "author", "audience", "about", "entered", "tags", "body"],
    "amend": ["id"],
    "comfort": ["like", "avoid", "agreed", "own", "offered"],
    "starter show": ["feelings"], "starter change": ["id"],
    "visit pick": ["id"], "visit release": ["id"],
    "visit preview": ["format", "language", "banner", "pages", "colophon"],
    "visit prep": ["id"], "invite": ["stage"], "accept": ["stage"], "link": ["folders"],
    "sync": [
      "collected", "published", "repaired", "quarantined", "waiting", "damaged", "untaken",
      "refused", "passedOver", "all", "forked", "restored", "goneOn", "holdsPrivate", "unreachable",
    ],
    "forget": ["id", "versions"],
    "backup": ["files", "written", "bytes"], "exposure": ["observers", "logs", "state", "open"],
  ].merging(Call.togetherShapes) { $1 }
    .merging(Kinds.all.filter { $0.hasCommand }.map { ($0.command, ["id"]) }) { $1 }

  @Test func `every command prints one document of the shape it promises`() throws {
    let (home, visit) = try Household.lived()
    try home.done("agree grant --as Ada --all --agreement \(agreement(home))")
    let takers = try CommandTree.read().leaves().filter { $0.command.takes("json") }.map(\.words)
    #expect(
      Set(takers)
        == Set(Self.shapes.keys).union([
          "init", "recovery show", "recovery restore", "join", "share", "identity import",
          "identity renew", "ask forget", "repair forget",
        ]))
    for call in Call.all {
      guard let shape = Self.shapes[call.command] else { continue }
      let which =
        ["agree mark", "agree grant", "agree renew"].contains(call.command)
        ? ["--agreement", try agreement(home)] : []
      let outcome = try home.run(call, as: "Ada", visit: visit, adding: ["--json"] + which)
      #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(call): \(outcome.err)")
      let document = try JSONDecoder().decode(Document.self, from: Data(outcome.output))
      if case .array(let elements) = document {
        #expect(elements.first?.keys.isSuperset(of: shape.subtracting(["reviewBy"])) == true)
        #expect(elements.allSatisfy { $0.keys.isSubset(of: shape) }, "\(call)")
      } else {
        #expect(document.keys == shape, "\(call)")
      }
    }
  }

  @Test func `init and recovery print the same code`() throws {
    struct Made: Decodable {
      struct Partner: Decodable { let id, name, recovery: String }
      let vault: String
      let partners: [Partner]
    }
    let home = try Household()
    let made = try home.run(
      "init --json", input: #"{"partners": [{"name": "Ada"}, {"name": "Noor"}]}"#,
      passphrases: ["four plain words", "quite other words"])
    let vault = try JSONDecoder().decode(Made.self, from: Data(made.output))
    #expect(vault.partners.map(\.name) == ["Ada", "Noor"])
    let shown = try home.run("recovery show --json --as Noor", passphrases: ["quite other words"])
    let code = try JSONDecoder().decode([String: String].self, from: Data(shown.output))
    #expect(code["recovery"] == vault.partners.last?.recovery)
  }

  @Test func `an empty list is an empty array`() throws {
    let home = try Household.couple()
    #expect(try home.done("list --as Ada --json").out == "[]\n")
    #expect(try home.done("search --as Ada --json", input: "heron").out == "[]\n")
    #expect(try home.done("agree show --as Ada --json").out == "[]\n")
  }

  @Test(arguments: [
    "reflection", "checkin", "note", "med", "question", "visit", "visitpick", "agree",
    "health", "marks",
  ])
  func `a schema is a JSON document`(_ kind: String) throws {
    let outcome = try Household().done("schema \(kind)")
    let document = try JSONDecoder().decode(Document.self, from: Data(outcome.output))
    #expect(document.keys.isSuperset(of: ["$schema", "type", "properties"]))
  }

  private func agreement(_ home: Household) throws -> String {
    struct Shown: Decodable { let agreement: String }
    let shown = try home.done("agree show --as Ada --json")
    let all = try JSONDecoder().decode([Shown].self, from: Data(shown.output))
    return try #require(all.first?.agreement)
  }
}
