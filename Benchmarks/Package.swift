// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]
let rooms: [Target.Dependency] = [
  .product(name: "Vault", package: "vesper"), .product(name: "Care", package: "vesper"),
]

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
      dependencies: rooms + [.product(name: "Benchmark", package: "benchmark")],
      path: "VaultBenchmarks", swiftSettings: settings,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    // Fills the vaults of Peers with what is for both partners.
    .executableTarget(
      name: "Filling", dependencies: rooms, path: "Filling", swiftSettings: settings),
  ]
)
