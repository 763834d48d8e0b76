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

let package = Package(
  name: "vesper",
  products: [
    .executable(name: "vesper", targets: ["vesper"])
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
    .target(name: "Vault", dependencies: ["Sodium"], swiftSettings: settings),
    .target(name: "Care", dependencies: ["Vault"], swiftSettings: settings),
    .target(name: "Reporting", dependencies: ["Care"], swiftSettings: settings),
    .target(
      name: "VesperProgram",
      dependencies: [
        "Reporting", "Care", "Vault",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/vesper/Program", swiftSettings: settings),
    .executableTarget(
      name: "vesper", dependencies: ["VesperProgram"], path: "Sources/vesper/Main",
      swiftSettings: settings),

    .testTarget(name: "SodiumTests", dependencies: ["Sodium"], swiftSettings: settings),
    .testTarget(name: "VaultTests", dependencies: ["Vault", "Sodium"], swiftSettings: settings),
    .testTarget(name: "CareTests", dependencies: ["Care", "Vault"], swiftSettings: settings),
    .testTarget(
      name: "ReportingTests", dependencies: ["Reporting", "Care", "Clibsodium"],
      exclude: ["Goldens"], swiftSettings: settings),
    .testTarget(name: "VesperTests", dependencies: ["VesperProgram"], swiftSettings: settings),
    .testTarget(name: "ArchitectureTests", swiftSettings: settings),
  ]
)
