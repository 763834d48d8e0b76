// swift-tools-version: 6.2
import PackageDescription

// A package of its own: it is built with the fuzzer and the address sanitizer in every room, and with
// the rooms' inner doors open.
//
//   make fuzz           a short run of each parser
//   make fuzz RUNS=10000000 PARSERS="json recovery-code"
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .unsafeFlags(["-parse-as-library"]),
]
let package = Package(
  name: "vesper-fuzz",
  dependencies: [.package(name: "vesper", path: "..")],
  targets: [
    .target(name: "Driver", path: "Driver"),
    .executableTarget(
      name: "fuzzing",
      dependencies: [
        "Driver",
        .product(name: "Vault", package: "vesper"),
        .product(name: "Care", package: "vesper"),
      ],
      path: "Fuzzing",
      swiftSettings: settings),
    // libFuzzer looks through the counters of all that is linked after every input, most of which are Care's:
    // without them the parsers below Care run two to three times as often.
    .executableTarget(
      name: "vault-fuzzing",
      dependencies: ["Driver", .product(name: "Vault", package: "vesper")],
      path: "VaultFuzzing",
      exclude: [
        "CareParsers.swift", "ImportParsers.swift", "ProgramParsers.swift", "SettingLines.swift",
      ],
      swiftSettings: settings + [.define("VAULT_ALONE")]),
  ]
)
