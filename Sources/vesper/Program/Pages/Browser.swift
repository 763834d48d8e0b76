import Glibc

/// A browser that shows one page and forgets it: a profile of its own in memory, nothing to reach over
/// the network, all of it wiped when the window is closed.
struct Browser {
  private let path: String
  private let isFirefox: Bool

  private static let known = [
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "firefox",
    "firefox-esr",
  ]

  /// - Throws: unavailable where none is installed.
  init(_ world: World) throws(Failure) {
    for name in Browser.known {
      guard let path = OtherProgram.find(name, world) else { continue }
      self.path = path
      isFirefox = name.hasPrefix("firefox")
      return
    }
    throw Failure(
      .unavailable, "this needs Chromium or Firefox, and neither is installed",
      hint: "vesper visit preview shows it in this terminal")
  }

  /// Shows a page and waits until the window is closed.
  func show(_ html: [UInt8], _ world: World) throws(Failure) {
    let folder = try MemoryFolder(for: "preview", world)
    defer { folder.wipe() }
    let page = try folder.write(html, as: "page.html")
    if isFirefox {
      guard mkdir("\(folder.path)/profile", 0o700) == 0 else {
        throw Failure(.system, "no folder for the browser: \(systemReason(errno))")
      }
      _ = try folder.write(Array(Browser.quiet.utf8), as: "profile/user.js")
    }
    // Ctrl-C ends the browser, and then comes the wiping.
    let held = [SIGINT, SIGHUP, SIGQUIT]
    let before = held.map { signal($0, SIG_IGN) }
    defer { for (number, handler) in zip(held, before) { signal(number, handler) } }
    let child = Child(
      path: path, arguments: arguments(folder.path, "file://\(page)"),
      environment: environment(folder.path, world), patience: nil)
    let ended = try child.run { _ in }
    // 130 and the like: closed by Ctrl-C.
    guard ended.status == 0 || ended.status & 0x7F != 0 || ended.status >> 8 > 128 else {
      throw Failure(
        .unavailable, "\(path) did not show the page",
        hint: "vesper visit preview shows it in this terminal")
    }
  }

  private func arguments(_ folder: String, _ page: String) -> [String] {
    isFirefox
      ? ["--no-remote", "--profile", "\(folder)/profile", "--private-window", page]
      : [
        "--user-data-dir=\(folder)/profile", "--disk-cache-dir=\(folder)/cache", "--incognito",
        "--no-first-run", "--no-default-browser-check", "--disable-sync", "--disable-extensions",
        "--disable-background-networking", "--disable-component-update",
        "--disable-breakpad", "--host-resolver-rules=MAP * ~NOTFOUND", page,
      ]
  }

  /// What a window needs; what the browser calls home is in memory too.
  private func environment(_ folder: String, _ world: World) -> [String] {
    let kept = [
      "PATH", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR", "XDG_SESSION_TYPE",
      "DBUS_SESSION_BUS_ADDRESS", "LANG",
    ]
    return kept.compactMap { name in world.environment[name].map { "\(name)=\($0)" } }
      + ["HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"]
      .map { "\($0)=\(folder)" }
  }

  /// Firefox's own settings for a profile that asks nothing and tells nobody.
  private static let quiet = """
    user_pref("browser.cache.disk.enable", false);
    user_pref("browser.sessionstore.resume_from_crash", false);
    user_pref("browser.shell.checkDefaultBrowser", false);
    user_pref("datareporting.policy.dataSubmissionEnabled", false);
    user_pref("network.proxy.socks", "127.0.0.1");
    user_pref("network.proxy.socks_port", 9);
    user_pref("network.proxy.type", 1);
    user_pref("toolkit.telemetry.enabled", false);

    """
}
