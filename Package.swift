// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is held to the same rules; CI adds `-warnings-as-errors`.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "martlet",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "WebSocketCore", targets: ["WebSocketCore"]),
        .library(name: "Transport", targets: ["Transport"]),
        .library(name: "TransportTLS", targets: ["TransportTLS"]),
        .library(name: "Martlet", targets: ["Martlet"]),
        .executable(name: "martlet", targets: ["MartletCommand"]),
    ],
    dependencies: [
        // Traits are named one by one: the defaults bring in whole Foundation and parsers nobody here uses.
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.34.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.0", traits: []),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-collections.git", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-configuration.git", from: "1.4.0", traits: ["JSON"]),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift.git", from: "0.2.0"),
    ],
    targets: [
        // The protocol: no sockets, clocks or threads.
        .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
        .target(name: "WebSocketCore", dependencies: ["CZlib"], swiftSettings: strict),

        // The listening port and the loops.
        .target(name: "CEpoll"),
        .target(
            name: "Transport",
            dependencies: [
                "WebSocketCore",
                .target(name: "CEpoll", condition: .when(platforms: [.linux])),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "HeapModule", package: "swift-collections"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOExtras", package: "swift-nio-extras"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "TransportTLS",
            dependencies: [
                "Transport",
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict
        ),

        // The server and its command line.
        .target(name: "CConsole", path: "Console", exclude: ["web"], sources: ["console.c"]),
        .target(
            name: "Martlet",
            dependencies: [
                "Transport", "TransportTLS", "CConsole",
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "MartletCommand",
            dependencies: [
                "Martlet",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "TestServer",
            dependencies: ["Transport", .product(name: "NIOCore", package: "swift-nio")],
            swiftSettings: strict
        ),

        .testTarget(name: "WebSocketCoreTests", dependencies: ["WebSocketCore"], swiftSettings: strict),
        .testTarget(name: "TransportTests", dependencies: ["Transport", "TransportTLS"], swiftSettings: strict),
        .testTarget(name: "MartletTests", dependencies: ["Martlet"], swiftSettings: strict),
    ]
)
