/// A kind of which two keep a list: it is added to, shown, and taken off again.
public protocol Shelved: EntryKind {
  /// Those that are there now.
  static func kept(in plans: Plans) -> [Kept<Self>]
  /// What it is called on the list.
  var what: String { get }
  /// What stands below its line on the list.
  var details: [String] { get }
}

extension Shelved {
  public var details: [String] { [] }
}

extension Closeness: Shelved {
  public static func kept(in plans: Plans) -> [Kept<Closeness>] { plans.closeness }
}

extension Ritual: Shelved {
  public static func kept(in plans: Plans) -> [Kept<Ritual>] { plans.rituals }

  public var details: [String] {
    let when = (days ?? []).map(\.rawValue) + (time.map { ["at \($0)"] } ?? [])
    return (when.isEmpty ? [] : [when.joined(separator: ", ")])
      + ["steps: " + steps.joined(separator: ", ")]
      + (short.map { ["short form: " + $0.joined(separator: ", ")] } ?? [])
  }
}

extension Goal: Shelved {
  public static func kept(in plans: Plans) -> [Kept<Goal>] { plans.goals }

  public var details: [String] { smaller.map { ["smaller: \($0)"] } ?? [] }
}

extension Appointment: Shelved {
  public static func kept(in plans: Plans) -> [Kept<Appointment>] { plans.appointments }
}
