// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "carbon254-examples",
  dependencies: [.package(name: "carbon254", path: "..")],
  targets: [
    // Tables for people, which the programs share.
    .target(name: "ExampleSupport"),

    .executableTarget(
      name: "MarketDay",
      dependencies: ["ExampleSupport", .product(name: "MarketData", package: "carbon254")]
    ),

    .executableTarget(
      name: "ForwardCurve",
      dependencies: [
        "ExampleSupport", .product(name: "Curves", package: "carbon254"),
        .product(name: "MarketData", package: "carbon254"),
      ]
    ),

    .executableTarget(
      name: "BatteryDispatch",
      dependencies: [
        "ExampleSupport", .product(name: "MarketData", package: "carbon254"),
        .product(name: "Storage", package: "carbon254"),
      ]
    ),

    .executableTarget(
      name: "RiskReport",
      dependencies: [
        "ExampleSupport", .product(name: "MarketData", package: "carbon254"),
        .product(name: "NumericalKernels", package: "carbon254"),
        .product(name: "Risk", package: "carbon254"),
        .product(name: "Valuation", package: "carbon254"),
      ]
    ),

    .executableTarget(
      name: "DCOPF",
      dependencies: [
        "ExampleSupport", .product(name: "MarketData", package: "carbon254"),
        .product(name: "Nodal", package: "carbon254"),
      ]
    ),

    .executableTarget(
      name: "Congestion",
      dependencies: [
        "ExampleSupport", .product(name: "MarketData", package: "carbon254"),
        .product(name: "Nodal", package: "carbon254"),
      ]
    ),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ]
}
