// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "carbon254-examples",
  dependencies: [.package(name: "carbon254", path: "..")],
  targets: [
    .executableTarget(
      name: "MarketDay",
      dependencies: [.product(name: "MarketData", package: "carbon254")]
    )
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
