import Glibc

/// What keeps an editor from leaving anything behind.
///
/// From vim(1), nvim(1), nano(1) and the Emacs manual: no file of its own settings, which could say
/// otherwise; no swap, backup, undo file, history or lock, and no other programs.
struct KnownEditor {
  let flags: [String]
  /// What somebody may add to them.
  var harmless: Set<String> = []
  /// What somebody may write and has already: left out.
  var contained: Set<String> = []
  /// Settings that it reads from its home before anything else, by their path there.
  var settings: (path: String, text: String)?

  /// - Returns: `nil` for one that nothing is known of.
  init?(at path: String) {
    let target = realpath(path, nil).map { found in
      defer { free(found) }
      return String(cString: found)
    }
    // /usr/bin/vi may be any of them, or one that nothing is known of.
    switch (target ?? path).split(separator: "/").last.map(String.init) ?? "" {
    case "vim", "vim.basic", "vim.tiny", "vim.nox", "vim.gtk3", "vim.motif", "vim.small", "nvim":
      let off = "set nobackup nowritebackup noswapfile noundofile history=0"
      flags = ["--clean", "-n", "-i", "NONE", "--cmd", off, "-c", off]
      contained = ["--clean", "-n"]
    case "nano":
      flags = ["--ignorercfiles"]
      harmless = ["-w", "--nowrap", "-l", "--linenumbers", "-i", "--autoindent"]
    case let name where name == "emacs" || name.hasPrefix("emacs-"):
      // All that -Q stands for but -q, which would leave out the settings below too.
      flags = ["-nw", "--no-site-file", "--no-site-lisp", "--no-splash", "--no-x-resources"]
      contained = ["-nw", "--no-window-system", "-Q", "--quick"]
      settings = (".emacs.d/early-init.el", KnownEditor.earlyInit)
    default: return nil
    }
  }

  /// Read before Emacs loads anything that it would compile in the background, which begins other programs.
  private static let earlyInit = """
    (setq make-backup-files nil auto-save-default nil create-lockfiles nil
          auto-save-list-file-prefix nil delete-by-moving-to-trash nil
          package-enable-at-startup nil inhibit-default-init t
          native-comp-deferred-compilation nil native-comp-jit-compilation nil
          comp-enable-subr-trampolines nil native-comp-enable-subr-trampolines nil)

    """
}
