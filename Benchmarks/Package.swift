// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "carbon254-benchmarks",
  dependencies: [.package(name: "carbon254", path: "..")],
  targets: [
    // Writes the archives that the parsers are measured on.
    .systemLibrary(name: "CBenchmarkZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "CBenchmarkZlib", .product(name: "MarketData", package: "carbon254"),
        .product(name: "NumericalKernels", package: "carbon254"), .product(name: "Curves", package: "carbon254"),
        .product(name: "Risk", package: "carbon254"), .product(name: "Storage", package: "carbon254"),
        .product(name: "Valuation", package: "carbon254"), .product(name: "Nodal", package: "carbon254"),
      ]
    ),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ]
}
