// swift-tools-version: 6.2
import PackageDescription

/// Settings every room shares; `Sodium` adds strict memory safety, because it alone may be unsafe.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// Library functions are looked up at the start. Looked up at the first call, the linker saves the vector
/// registers to the stack, with what was copied last in them: docs/decisions/0067.
let bound: [LinkerSetting] = [.unsafeFlags(["-Xlinker", "-z", "-Xlinker", "now"])]

let package = Package(
  name: "vesper",
  products: [
    .executable(name: "vesper", targets: ["vesper"]),
    // For Benchmarks/ and Fuzz/ alone.
    .library(name: "Vault", targets: ["Vault", "Sodium"]),
    .library(name: "Care", targets: ["Care"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
  ],
  targets: [
    .systemLibrary(
      name: "Clibsodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
    .systemLibrary(name: "Clibkeyutils", providers: [.apt(["libkeyutils-dev"])]),
    .target(
      name: "Sodium", dependencies: ["Clibsodium", "Clibkeyutils"],
      swiftSettings: settings + [.strictMemorySafety()]),
    .target(
      name: "Vault", dependencies: ["Sodium"],
      resources: [.embedInCode("Identity/Data/usual-words.txt")], swiftSettings: settings),
    .target(name: "Care", dependencies: ["Vault"], swiftSettings: settings),
    .target(name: "Reporting", dependencies: ["Care"], swiftSettings: settings),
    .target(
      name: "VesperProgram",
      dependencies: [
        "Reporting", "Care", "Vault",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/vesper/Program", resources: [.embedInCode("Guide/guide.md")],
      swiftSettings: settings),
    .executableTarget(
      name: "vesper", dependencies: ["VesperProgram", "Care", "Vault"], path: "Sources/vesper/Main",
      swiftSettings: settings, linkerSettings: bound),
    // The story behind `make demo`: the same program, with a clock of its own. Never installed.
    .executableTarget(
      name: "vesper-demo", dependencies: ["VesperProgram", "Care", "Vault", "Seeded"],
      path: "Tests/Demo",
      swiftSettings: settings),

    // What several tests need: chance that a seed repeats.
    .target(name: "Seeded", path: "Tests/Seeded", swiftSettings: settings),

    .testTarget(
      name: "SodiumTests", dependencies: ["Sodium"], exclude: ["derive-vectors.py"],
      swiftSettings: settings),
    .testTarget(
      name: "VaultTests", dependencies: ["Vault", "Sodium", "Seeded"], swiftSettings: settings),
    .testTarget(
      name: "CareTests", dependencies: ["Care", "Vault", "Seeded"], exclude: ["Fixtures"],
      swiftSettings: settings),
    .testTarget(
      name: "ReportingTests", dependencies: ["Reporting", "Care", "Clibsodium", "Seeded"],
      exclude: ["Goldens"], swiftSettings: settings),
    .testTarget(
      name: "VesperTests", dependencies: ["VesperProgram", "Care", "Vault"],
      exclude: ["Transcripts"], swiftSettings: settings),
    // The parsers of Fuzz/, by a link: there libFuzzer runs them, here a short run of damaged inputs does.
    .testTarget(
      name: "FuzzingTests", dependencies: ["Care", "Vault", "Sodium", "Seeded"],
      exclude: ["Parsers/EntryPoint.swift"], swiftSettings: settings),
    .testTarget(name: "ArchitectureTests", swiftSettings: settings),
  ]
)
