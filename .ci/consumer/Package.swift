// swift-tools-version: 6.2

import PackageDescription

// A host as strangers write it: a package of its own that imports every product. `Documentation/check-examples` fills
// Sources/Consumer with the examples of the README and the guides.
let package = Package(
  name: "consumer",
  dependencies: [.package(name: "carbon254", path: "../..")],
  targets: [
    .executableTarget(
      name: "Consumer",
      dependencies: [
        .product(name: "MarketData", package: "carbon254"),
        .product(name: "MarketDataTestSupport", package: "carbon254"),
        .product(name: "NumericalKernels", package: "carbon254"),
        .product(name: "Valuation", package: "carbon254"),
        .product(name: "Curves", package: "carbon254"),
        .product(name: "Risk", package: "carbon254"),
        .product(name: "Storage", package: "carbon254"),
        .product(name: "Nodal", package: "carbon254"),
      ]
    )
  ],
  swiftLanguageModes: [.v6]
)
