import Sodium

/// What the process does before it touches a secret.
public enum Hardening {
  /// Forbids core dumps and attaching debuggers, and tries whether memory can be locked.
  ///
  /// - Returns: what the kernel did not allow, in words; empty when all is well.
  @discardableResult
  public static func apply() -> [String] {
    let report = ProcessHardening.apply()
    var missing: [String] = []
    if !report.coreDumpsOff { missing.append("core dumps could not be switched off") }
    if !report.dumpableOff { missing.append("debuggers could not be kept out") }
    if !report.memoryLocking {
      missing.append("too little memory can be locked, so secrets may reach swap")
    }
    return missing
  }
}
