// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who builds Vesper needs what measures it.
let package = Package(
  name: "vesper-benchmarks",
  dependencies: [
    .package(name: "vesper", path: ".."),
    // No traits: the default one wants jemalloc, and Vesper is measured with the malloc it ships with.
    .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "VaultBenchmarks",
      dependencies: [
        .product(name: "Vault", package: "vesper"),
        .product(name: "Care", package: "vesper"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "VaultBenchmarks",
      swiftSettings: [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
      ],
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
  ]
)
