import Vault

@testable import Care

/// A value of a kind with a word to look for in each of its texts.
///
/// It is made from the kind's own table of fields, so a kind or a field to come is planted without
/// anybody thinking of it.
struct Planting {
  let kind: any EntryKind.Type
  let input: EntryInput
  /// The field of each word, as in "checkin.activities.what".
  let fields: [String: String]
  /// Texts that take only words of their own sort, and so no word of ours.
  let unplanted: Set<String>

  /// - Parameters:
  ///   - author: letters that tell the words of one partner from the other's.
  ///   - other: what fields that name an entry name.
  init(_ kind: any EntryKind.Type, by author: String, naming other: RecordID) throws {
    var seed = Seed(author: author, other: other)
    let example = try EntryCoding.tree(of: kind.example)
    var members = EntryInput.fields(of: kind).map { field in
      JSONMember(field.key, seed.node(field.shape, at: "\(kind.name).\(field.key)"))
    }
    var given: [String: String] = [:]
    for field in kind.fields where field.isGiven {
      if case .string(let text) = seed.node(field.shape, at: "\(kind.name).\(field.key)").value {
        given[field.key] = text
      }
    }
    var refused: Set<String> = []
    var made: EntryInput?
    while made == nil {
      let json = JSONNode(.object(members)).compact
      guard let key = Planting.refusedKey(of: json, as: kind, given) else {
        made = try EntryInput.decode(json, as: kind, given: given)
        break
      }
      // A rule that the table does not tell: the field takes what the kind's example has.
      guard refused.insert(key).inserted else { break }
      members.removeAll { $0.key == key }
      if let node = example[key] { members.append(JSONMember(key, node)) }
    }
    self.kind = kind
    input = made ?? EntryInput(value: kind.example)
    let prefixes = refused.map { "\(kind.name).\($0)." }
    func isLost(_ path: String) -> Bool { prefixes.contains { "\(path).".hasPrefix($0) } }
    fields = seed.fields.filter { !isLost($0.value) }
    unplanted = Set(seed.fields.values.filter { isLost($0) })
  }

  /// The field that a kind does not take as it was planted; `nil` where it takes all.
  private static func refusedKey(
    of json: [UInt8], as kind: any EntryKind.Type, _ given: [String: String]
  ) -> String? {
    do throws(CareError) {
      _ = try EntryInput.decode(json, as: kind, given: given)
      return nil
    } catch .field(let path, _) {
      return String(path.prefix { $0 != "." && $0 != "[" })
    } catch {
      return nil
    }
  }

  /// The fields whose words stand in a text.
  func shown(in text: String) -> Set<String> {
    Set(fields.filter { text.contains($0.key) }.values)
  }

  /// Every word that any planting could have put into a text.
  static func words(in text: String) -> [String] {
    text.matches(of: /qz[a-z]+zq/).map { String($0.output) }
  }

  private struct Seed {
    let author: String
    let other: RecordID
    var fields: [String: String] = [:]

    mutating func node(_ shape: Field.Shape, at path: String) -> JSONNode {
      switch shape {
      case .line, .text, .tag:
        let word = "qz\(author)\(path.lowercased().filter(\.isLetter))zq"
        fields[word] = path
        return JSONNode(.string(word))
      case .scale: return JSONNode(.number("7"))
      case .number(let range): return JSONNode(.number("\(range.lowerBound)"))
      case .choice(let words): return JSONNode(.string(words.first ?? ""))
      case .flag: return JSONNode(.bool(true))
      case .date: return JSONNode(.string("2026-03-02"))
      case .time: return JSONNode(.string("19:30"))
      case .span: return JSONNode(.string("14d"))
      case .hex(bytes: 16): return JSONNode(.string(other.description))
      case .hex(let bytes): return JSONNode(.string(String(repeating: "ab", count: bytes)))
      case .list(let item, _): return JSONNode(.array([node(item, at: path)]))
      case .object(let inner):
        return JSONNode(
          .object(inner.map { JSONMember($0.key, node($0.shape, at: "\(path).\($0.key)")) }))
      }
    }
  }
}
