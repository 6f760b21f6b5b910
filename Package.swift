// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "carbon254",

  // MARK: Public API
  products: [
    .library(name: "MarketData", targets: ["MarketData"]),
    .library(name: "MarketDataTestSupport", targets: ["MarketDataTestSupport"]),
    .library(name: "NumericalKernels", targets: ["NumericalKernels"]),
    .library(name: "Valuation", targets: ["Valuation"]),
    .library(name: "Curves", targets: ["Curves"]),
    .library(name: "Risk", targets: ["Risk"]),
    .library(name: "Storage", targets: ["Storage"]),
    .library(name: "Nodal", targets: ["Nodal"]),
  ],

  targets: [
    // MARK: Ground: what the operating system supplies
    .systemLibrary(
      name: "CCarbon254Zlib",
      pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"])]
    ),

    .systemLibrary(name: "CCarbon254BLAS", providers: [.apt(["libblas-dev", "liblapack-dev"])]),

    // MARK: Ground: loops that Swift cannot bring to the hardware
    .target(name: "CCarbon254Kernels"),

    // MARK: Ground: readers of CSV, JSON, XML, ZIP and gzip (package access, no product)
    .target(name: "ByteFormats", dependencies: ["CCarbon254Zlib"]),

    // MARK: Floor 1: what the market says
    .target(name: "MarketData", dependencies: ["ByteFormats", "CCarbon254Zlib"]),
    .target(name: "MarketDataTestSupport", dependencies: ["MarketData"]),

    // MARK: Floor 1: numbers without market words
    .target(name: "NumericalKernels", dependencies: ["CCarbon254BLAS", "CCarbon254Kernels"]),

    // MARK: Floor 2: what the domains say to each other
    .target(name: "Valuation", dependencies: ["MarketData", "NumericalKernels"]),

    // MARK: Floor 3: one domain each
    .target(name: "Curves", dependencies: ["Valuation", "MarketData", "NumericalKernels", "ByteFormats"]),
    .target(name: "Risk", dependencies: ["Valuation", "MarketData", "NumericalKernels", "ByteFormats"]),
    .target(name: "Storage", dependencies: ["Valuation", "MarketData", "NumericalKernels", "ByteFormats"]),
    .target(name: "Nodal", dependencies: ["Valuation", "MarketData", "NumericalKernels", "ByteFormats"]),

    // MARK: Tests
    .testTarget(name: "ByteFormatsTests", dependencies: ["ByteFormats"]),
    .testTarget(
      name: "MarketDataTests",
      dependencies: ["MarketData", "MarketDataTestSupport", "ByteFormats"],
      resources: [.copy("Fixtures")]
    ),
    .testTarget(
      name: "NumericalKernelsTests",
      dependencies: ["NumericalKernels"],
      resources: [.copy("Fixtures")]
    ),
    .testTarget(name: "ValuationTests", dependencies: ["Valuation", "MarketData", "NumericalKernels"]),
    .testTarget(
      name: "CurvesTests", dependencies: ["Curves", "ByteFormats", "Valuation", "MarketData", "NumericalKernels"]),
    .testTarget(
      name: "RiskTests",
      dependencies: ["Risk", "Valuation", "MarketData", "NumericalKernels"],
      resources: [.copy("Fixtures")]
    ),
    .testTarget(
      name: "StorageTests", dependencies: ["Storage", "ByteFormats", "Valuation", "MarketData", "NumericalKernels"]),
    .testTarget(
      name: "NodalTests",
      dependencies: ["Nodal", "ByteFormats", "Valuation", "MarketData", "NumericalKernels"],
      resources: [.copy("Fixtures")]
    ),
  ],
  swiftLanguageModes: [.v6]
)

// A sanitizer's build takes minutes: CI names the domains that it has no suite for here.
let leftOut = (Context.environment["CARBON254_WITHOUT"] ?? "").split(separator: ",").map(String.init)
package.products.removeAll { leftOut.contains($0.name) }
package.targets.removeAll { target in leftOut.contains { target.name == $0 || target.name == $0 + "Tests" } }

for target in package.targets where target.type != .system && !target.name.hasPrefix("CCarbon254") {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ]
}
