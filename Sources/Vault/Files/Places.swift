// docs/format.md § Files

/// Where everything of one vault is on this device.
public struct Places: Sendable, Equatable {
  /// The vault directory.
  public let vault: String
  /// `<data>/vesper`.
  public let data: String
  /// `<state>/vesper`.
  public let state: String

  /// - Parameters:
  ///   - vault: the vault directory, when named; else `<data>/vesper/vault`.
  ///   - environment: read for `HOME`, `XDG_DATA_HOME` and `XDG_STATE_HOME`
  ///     (XDG Base Directory Specification 0.8; a relative path there is ignored, as it says).
  public init(vault: String?, environment: [String: String]) {
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "/"
    func base(_ variable: String, _ otherwise: String) -> String {
      let chosen = environment[variable] ?? ""
      return (chosen.hasPrefix("/") ? chosen : "\(home)/\(otherwise)") + "/vesper"
    }
    data = base("XDG_DATA_HOME", ".local/share")
    state = base("XDG_STATE_HOME", ".local/state")
    self.vault = vault ?? "\(data)/vault"
  }

  var description: String { "\(vault)/vesper-vault" }
  var partners: String { "\(vault)/partners" }
  var identities: String { "\(data)/identities" }
  var logs: String { "\(vault)/logs" }

  func publicIdentity(_ partner: PartnerID) -> String { "\(partners)/\(partner).public" }
  func identity(_ partner: PartnerID) -> String { "\(identities)/\(partner).key" }
  func logs(of author: PartnerID, _ audience: Audience) -> String {
    "\(logs)/\(author)/\(audience == .private ? "private" : "shared")"
  }
  func states(_ vault: VaultID) -> String { "\(state)/\(vault)" }
  func deviceState(_ vault: VaultID, _ partner: PartnerID) -> String {
    "\(states(vault))/\(partner).state"
  }
  func drafts(_ vault: VaultID, _ partner: PartnerID) -> String {
    "\(states(vault))/\(partner).drafts"
  }
  func summaries(_ vault: VaultID, _ partner: PartnerID) -> String {
    "\(states(vault))/\(partner).summaries"
  }
  func lock(_ vault: VaultID, _ partner: PartnerID) -> String {
    "\(states(vault))/\(partner).lock"
  }
}
