import Benchmark
import Sodium
import Vault

/// What the vault does, each beside the least work that could do the same: the name of such a limit
/// is the operation's own with " | limit" after it, and ratios.py pairs them.
let benchmarks: @Sendable () -> Void = {
  // JMH's format, which ratios.py reads, cannot be written without a throughput.
  let metrics: [BenchmarkMetric] = [.wallClock, .throughput]
  let quick = Benchmark.Configuration(
    metrics: metrics, warmupIterations: 5, maxDuration: .seconds(10), maxIterations: 1_000)
  let long = Benchmark.Configuration(
    metrics: metrics, warmupIterations: 1, maxDuration: .seconds(30), maxIterations: 40)

  Benchmark("append one record", configuration: quick) { _, corpus in
    try corpus.appendOne()
  } setup: {
    try Corpus(records: 1_000)
  } teardown: {
    try Scratch.remove()
  }
  Benchmark("append one record | limit", configuration: quick) { _, file in
    try file.append()
  } setup: {
    try SyncedFile()
  } teardown: {
    try Scratch.remove()
  }

  Benchmark("read the newest 20", configuration: quick) { _, corpus in
    try corpus.read(20)
  } setup: {
    try Corpus(records: 10_000)
  } teardown: {
    try Scratch.remove()
  }
  Benchmark("read the newest 20 | limit", configuration: quick) { _, cells in
    try cells.open(hashing: false)
  } setup: {
    try BareCells(20)
  }

  Benchmark("read 10,000 records", configuration: long) { _, corpus in
    try corpus.read(10_000)
  } setup: {
    try Corpus(records: 10_000)
  } teardown: {
    try Scratch.remove()
  }
  Benchmark("read 10,000 records | limit", configuration: long) { _, cells in
    try cells.open(hashing: false)
  } setup: {
    try BareCells(10_000)
  }

  Benchmark("verify 10,000 records", configuration: long) { _, corpus in
    try corpus.verify(10_000)
  } setup: {
    try Corpus(records: 10_000)
  } teardown: {
    try Scratch.remove()
  }
  Benchmark("verify 10,000 records | limit", configuration: long) { _, cells in
    try cells.open(hashing: true)
  } setup: {
    try BareCells(10_000)
  }

  Benchmark("search 10,000 entries", configuration: long) { _, couple in
    try couple.search()
  } setup: {
    try Couple(entries: 10_000)
  } teardown: {
    try Scratch.remove()
  }
  Benchmark("search 10,000 entries | limit", configuration: long) { _, cells in
    try cells.open(hashing: false)
  } setup: {
    _ = try Couple(entries: 10_000)
    return try BareCells(try Scratch.cells(in: "private"))
  } teardown: {
    try Scratch.remove()
  }

  Benchmark("decode 1,000 bodies", configuration: quick) { _, bodies in
    try bodies.decode()
  } setup: {
    try Bodies(of: Couple(entries: 1_000))
  } teardown: {
    try Scratch.remove()
  }
  Benchmark("decode 1,000 bodies | limit", configuration: quick) { _, bodies in
    try bodies.validate()
  } setup: {
    try Bodies(of: Couple(entries: 1_000))
  } teardown: {
    try Scratch.remove()
  }

  Benchmark("settle consent, 10 agreements", configuration: quick) { _, couple in
    try couple.settle()
  } setup: {
    try Couple(entries: 0, agreements: 10)
  } teardown: {
    try Scratch.remove()
  }
  Benchmark("settle consent, 10 agreements | limit", configuration: quick) { _, cells in
    try cells.open(hashing: true)
  } setup: {
    _ = try Couple(entries: 0, agreements: 10)
    return try BareCells(try Scratch.cells(in: "shared"))
  } teardown: {
    try Scratch.remove()
  }

  Benchmark("unlock", configuration: long) { _, corpus in
    try corpus.unlock()
  } setup: {
    try Corpus(records: 0, strength: .standard)
  } teardown: {
    try Scratch.remove()
  }
  Benchmark("unlock | limit", configuration: long) { _, derivation in
    try derivation.derive()
  } setup: {
    try BareDerivation()
  }
}
