// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// The hot module is one unit, optimised without exclusivity checks at run time and held to strict memory safety.
let engine: [SwiftSetting] =
  strict + [
    .strictMemorySafety(),
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
  ]

// Hyperscan is for x86-64 only; Vectorscan is the same library elsewhere.
#if arch(x86_64)
  let hyperscan = "libhyperscan-dev"
#else
  let hyperscan = "libvectorscan-dev"
#endif

let package = Package(
  name: "tocsin",
  products: [.executable(name: "tocsin", targets: ["tocsin"])],
  dependencies: [
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
  ],
  targets: [
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
    .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CHyperscan", pkgConfig: "libhs", providers: [.apt([hyperscan])]),
    .target(name: "CByteScan", cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))]),
    .target(name: "Sigma", dependencies: ["Yams"], swiftSettings: strict),
    .target(name: "TocsinEngine", dependencies: ["Sigma", "CByteScan", "CHyperscan"], swiftSettings: engine),
    .target(
      name: "TocsinDaemon",
      dependencies: [
        "TocsinEngine", "Sigma", "CZlib", "CISAL", "CSystemd", "CCurl",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "tocsin",
      dependencies: [
        "TocsinDaemon", "TocsinEngine", "Sigma",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(name: "SigmaTests", dependencies: ["Sigma", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "TocsinEngineTests", dependencies: ["TocsinEngine", "CByteScan", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "TocsinDaemonTests", dependencies: ["TocsinDaemon"], swiftSettings: strict),
    .testTarget(name: "CommandTests", dependencies: ["TocsinDaemon", "tocsin", "TestSupport"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
