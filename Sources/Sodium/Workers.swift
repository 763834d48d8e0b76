import Glibc

/// Several threads at work for as long as the caller waits for them.
///
/// Each works on values of its own and gives one back; nothing is shared that can change. They take no
/// signals, which stay the caller's.
/// Source: POSIX.1-2017, `pthread_create`, `pthread_join`, `pthread_sigmask`.
public enum Workers {
  /// How many are worth having: as many as there are processors, at most two.
  ///
  /// Each holds the keys of what it reads, a locked page for every one, and the program promises to keep
  /// within ``ProcessHardening/lockedAtMost``.
  public static let most = max(1, min(2, sysconf(Int32(_SC_NPROCESSORS_ONLN))))

  /// What `body` gives for each of 0 ..< `count`, in order; the first on the calling thread.
  public static func run<Result: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) -> Result
  ) -> [Result] {
    guard count > 1 else { return count == 1 ? [body(0)] : [] }
    let others = (1..<count).map { number in Task<Result> { body(number) } }
    var all = sigset_t()
    var before = sigset_t()
    unsafe sigfillset(&all)
    unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
    for other in others { other.start() }
    unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
    let first = body(0)
    return [first] + others.map { $0.result() }
  }

  /// What one thread does; written by that thread alone until it was waited for.
  @safe
  private final class Task<Result: Sendable>: Work {
    private let body: @Sendable () -> Result
    private var found: Result?
    private var thread: pthread_t?

    init(_ body: @escaping @Sendable () -> Result) { self.body = body }

    override func work() { found = body() }

    func start() {
      var thread = pthread_t()
      let me = unsafe Unmanaged.passRetained(self as Work)
      let status = unsafe pthread_create(
        &thread, nil,
        { me in
          if let me = unsafe me {
            unsafe Unmanaged<Work>.fromOpaque(me).takeRetainedValue().work()
          }
          return nil
        }, me.toOpaque())
      if status == 0 {
        self.thread = thread
      } else {
        // No thread is to be had: whoever waits does it.
        unsafe me.release()
      }
    }

    func result() -> Result {
      if let thread { pthread_join(thread, nil) }
      thread = nil
      if let found { return found }
      let result = body()
      found = result
      return result
    }

    deinit { if let thread { pthread_join(thread, nil) } }
  }

  /// What a thread is begun with, whatever it finds.
  private class Work {
    func work() {}
  }
}
