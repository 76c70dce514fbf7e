// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let jwtKit = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioConcurrency = Target.Dependency.product(name: "NIOConcurrencyHelpers", package: "swift-nio")
let nioFoundation = Target.Dependency.product(name: "NIOFoundationCompat", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

func room(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "travelhub",
    products: [.executable(name: "travelhub", targets: ["TravelHub"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // base
        .systemLibrary(name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CHiredis", pkgConfig: "hiredis", providers: [.apt(["libhiredis-dev"])]),
        .systemLibrary(
            name: "CMarkGFM", pkgConfig: "libcmark-gfm",
            providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
        .systemLibrary(name: "CPSL", pkgConfig: "libpsl", providers: [.apt(["libpsl-dev"])]),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .target(name: "CXML2", dependencies: ["CLibXML2"], linkerSettings: [.linkedLibrary("xml2")]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CAres", pkgConfig: "libcares", providers: [.apt(["libc-ares-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CQRCode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(
            name: "CPango", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev", "libcairo2-dev"])]),
        .systemLibrary(name: "CRsvg", pkgConfig: "librsvg-2.0", providers: [.apt(["librsvg2-dev"])]),
        .target(name: "CSVG", dependencies: ["CRsvg"], linkerSettings: [.linkedLibrary("rsvg-2")]),
        .target(name: "CICU", linkerSettings: [.linkedLibrary("icui18n"), .linkedLibrary("icuuc")]),
        .target(name: "CPhoneNumber", linkerSettings: [.linkedLibrary("phonenumber")]),
        room("Vocabulary", []),
        room("PrivateServers", [logging]),
        room("Postgres", ["CLibpq", "Vocabulary", deque, logging, metrics, serviceLifecycle]),
        room("Redis", ["CHiredis", "Vocabulary", crypto, deque, logging, nio, nioPosix, nioSSL, serviceLifecycle]),
        room("Localization", ["CICU", "CPhoneNumber", "Vocabulary", yams]),
        room("Telemetry", ["Vocabulary", coreMetrics, metrics, logging]),
        room("Breakers", ["Redis", metrics]),
        room("NameLookup", ["CAres", metrics, nioPosix]),
        room("Outbound", ["NameLookup", "Telemetry", asyncHTTPClient, nio, nioHTTP1, nioPosix, nioSSL]),
        // platform
        room(
            "Tenancy",
            [
                "CMarkGFM", "CPSL", "CXML2", "Vocabulary", "Postgres", "Localization", "Telemetry", "NameLookup",
                "Outbound", crypto,
                deque, logging, metrics, serviceLifecycle, yams,
            ]),
        room("Jobs", ["Vocabulary", "Postgres", "Telemetry", "Tenancy", crypto, logging, metrics, serviceLifecycle]),
        room(
            "Web",
            [
                "CZlib", "Vocabulary", "Postgres", "Redis", "Localization", "Telemetry", "Tenancy", crypto,
                deque,
                httpTypes,
                hummingbird, hummingbirdCore, logging, metrics, mustache, nio, nioConcurrency, nioHTTP1, nioPosix,
                serviceLifecycle,
            ]),
        room(
            "Identity",
            [
                "COpenSSL", "Vocabulary", "Postgres", "Breakers", "Outbound", "Tenancy", "Jobs", "Web", crypto,
                httpTypes, jwtKit, logging, metrics,
            ]),
        room(
            "Messaging",
            [
                "CCurl", "Vocabulary", "Postgres", "Redis", "Localization", "Breakers", "NameLookup", "Tenancy", "Jobs",
                "Web", crypto, cryptoExtras, httpTypes, logging, metrics, nioPosix, serviceLifecycle,
            ]),
        room(
            "StripeSandbox",
            [
                "Vocabulary", asyncHTTPClient, crypto, httpTypes, hummingbird, logging, nio, nioHTTP1, serviceLifecycle,
            ]),
        room("Backups", ["Vocabulary", "PrivateServers", "Postgres", "Tenancy", crypto, logging]),
        // commerce
        room("Pricing", ["Vocabulary"]),
        room(
            "Rates",
            [
                "CXML2", "Vocabulary", "Postgres", "Breakers", "Outbound", "Tenancy", "Jobs", "Pricing", crypto,
                logging, metrics, serviceLifecycle,
            ]),
        room(
            "Inventory",
            ["Vocabulary", "Postgres", "Localization", "Tenancy", "Jobs", "Web", "Pricing", crypto, httpTypes, logging]),
        room(
            "Bookings",
            [
                "Vocabulary", "Postgres", "Localization", "Tenancy", "Jobs", "Web", "Pricing", "Inventory", crypto,
                httpTypes, logging, serviceLifecycle,
            ]),
        room("Ledger", ["Vocabulary", "Postgres", "Tenancy", "Jobs", "Web", logging, metrics]),
        room(
            "Payments",
            [
                "Vocabulary", "Postgres", "Telemetry", "Breakers", "Tenancy", "Jobs", "Web", "Pricing", "Inventory",
                "Bookings", "Ledger",
                asyncHTTPClient, crypto, httpTypes, logging, metrics, nio, nioHTTP1,
            ]),
        room(
            "Papers",
            [
                "CPango", "CSVG", "Vocabulary", "Postgres", "Localization", "Tenancy", "Jobs", "Web", "Messaging",
                "Pricing", "Inventory", "Bookings", httpTypes, logging, metrics, nioPosix,
            ]),
        room(
            "Billing",
            [
                "Vocabulary", "Postgres", "Localization", "Tenancy", "Jobs", "Web", "Messaging", "Pricing", "Ledger",
                "Papers", logging, metrics,
            ]),
        // faces
        room("Reports", ["Vocabulary", "Postgres", "Tenancy", "Ledger"]),
        room(
            "Storefront",
            [
                "CQRCode", "Vocabulary", "Postgres", "Localization", "Tenancy", "Web", "Identity", "Messaging",
                "Pricing", "Rates",
                "Inventory", "Bookings", "Payments", "Papers", crypto, httpTypes, hummingbird, mustache, logging,
            ]),
        room(
            "Console",
            [
                "Vocabulary", "Postgres", "Localization", "Telemetry", "Breakers", "Tenancy", "Jobs", "Web", "Identity",
                "Messaging", "Pricing", "Rates", "Inventory", "Bookings", "Ledger", "Payments", "Papers", "Billing",
                "Reports",
                httpTypes, hummingbirdCore, logging, metrics, mustache, nio, serviceLifecycle,
            ]),
        // roof
        .executableTarget(
            name: "TravelHub",
            dependencies: [
                "Vocabulary", "PrivateServers", "Postgres", "Redis", "Localization", "Telemetry", "NameLookup",
                "Outbound", "Tenancy", "Jobs", "Breakers", "Web", "Identity", "Messaging", "Backups", "Pricing",
                "Rates", "Inventory", "Bookings", "Ledger", "Payments", "Papers", "Billing", "Storefront", "Console",
                "StripeSandbox",
                argumentParser,
                asyncHTTPClient, configuration, crypto, httpTypes, hummingbird, hummingbirdCore, logging, metrics, nio,
                nioHTTP1, nioPosix, serviceLifecycle, systemPackage, unixSignals,
            ],
            swiftSettings: strict
        ),
        room(
            "TestSupport",
            [
                "Vocabulary", "PrivateServers", "Postgres", "Redis", "Localization", "Tenancy", "Jobs", "Pricing",
                "Inventory", "Bookings", "Ledger", "StripeSandbox",
                asyncHTTPClient, crypto, logging, nio, nioHTTP1, nioPosix,
            ]),
        // tests
        tests("VocabularyTests", ["Vocabulary", "TestSupport"]),
        tests("PrivateServersTests", ["PrivateServers", logging]),
        tests("TestSupportTests", ["Vocabulary", "PrivateServers", "TestSupport"]),
        tests("PostgresTests", ["Vocabulary", "Postgres", "PrivateServers", "TestSupport", logging]),
        tests("RedisTests", ["Redis", "PrivateServers", "TestSupport", logging, nio, nioPosix, serviceLifecycle]),
        tests("LocalizationTests", ["CICU", "Vocabulary", "Localization"]),
        tests("TelemetryTests", ["Vocabulary", "Telemetry", coreMetrics, logging, metrics]),
        tests("BreakersTests", ["Breakers", "PrivateServers", "Redis", "TestSupport", logging, serviceLifecycle]),
        tests(
            "MessagingTests",
            [
                "Vocabulary", "Postgres", "Localization", "Breakers", "NameLookup", "Tenancy", "Jobs", "Web",
                "Messaging",
                "TestSupport", crypto, cryptoExtras, logging,
            ]),
        tests("NameLookupTests", ["NameLookup", "TestSupport"]),
        tests("OutboundTests", ["NameLookup", "Outbound", "Telemetry", "TestSupport", nio]),
        tests(
            "TenancyTests",
            [
                "Vocabulary", "Postgres", "Localization", "NameLookup", "Outbound", "Tenancy", "TestSupport", crypto,
                logging, serviceLifecycle,
            ]),
        tests(
            "JobsTests",
            [
                "Vocabulary", "Postgres", "NameLookup", "Outbound", "Telemetry", "Tenancy", "Jobs", "TestSupport",
                logging, serviceLifecycle,
            ]),
        tests(
            "WebTests",
            [
                "Vocabulary", "PrivateServers", "Postgres", "Redis", "Localization", "Telemetry", "Tenancy", "Web",
                "TestSupport", hummingbird, httpTypes, nio, nioEmbedded, nioHTTP1, logging,
            ]),
        tests(
            "IdentityTests",
            [
                "Vocabulary", "Postgres", "NameLookup", "Breakers", "Outbound", "Tenancy", "Jobs", "Web", "Identity",
                "TestSupport", crypto, cryptoExtras, hummingbird, jwtKit, logging, nio, nioHTTP1,
                serviceLifecycle,
            ]),
        tests("PricingTests", ["Vocabulary", "Pricing", "TestSupport"]),
        tests(
            "RatesTests",
            [
                "Vocabulary", "Postgres", "NameLookup", "Breakers", "Outbound", "Tenancy", "Pricing", "Rates",
                "TestSupport", logging, serviceLifecycle,
            ]),
        tests(
            "InventoryTests",
            ["Vocabulary", "Postgres", "Tenancy", "Pricing", "Inventory", "TestSupport", crypto, logging]),
        tests(
            "BookingsTests",
            [
                "Vocabulary", "Postgres", "Localization", "Tenancy", "Jobs", "Pricing", "Inventory", "Bookings", "Web",
                "TestSupport", asyncHTTPClient, crypto, hummingbird, logging, nio, nioFoundation, nioHTTP1,
            ]),
        tests(
            "LedgerTests",
            ["Vocabulary", "Postgres", "Tenancy", "Ledger", "TestSupport", logging]),
        tests("ReportsTests", ["Vocabulary", "Postgres", "Tenancy", "Bookings", "Ledger", "Reports", "TestSupport"]),
        tests(
            "PaymentsTests",
            [
                "Vocabulary", "Postgres", "Breakers", "Tenancy", "Jobs", "Pricing", "Inventory", "Bookings", "Ledger",
                "Payments", "Reports", "StripeSandbox", "TestSupport", logging,
            ]),
        tests(
            "PapersTests",
            [
                "Vocabulary", "Postgres", "Localization", "Tenancy", "Jobs", "Web", "Messaging", "Pricing", "Inventory",
                "Bookings", "Papers", "TestSupport", crypto, logging,
            ]),
        tests(
            "BillingTests",
            [
                "Vocabulary", "Postgres", "Localization", "Tenancy", "Jobs", "Messaging", "Pricing", "Inventory",
                "Bookings", "Ledger", "Payments", "Billing", "TestSupport", logging,
            ]),
        tests(
            "StorefrontTests",
            [
                "Vocabulary", "Postgres", "Localization", "Tenancy", "Jobs", "Web", "Identity", "Messaging", "Pricing",
                "Breakers", "NameLookup", "Outbound", "Rates",
                "Inventory", "Bookings", "Ledger", "Payments", "Papers", "Storefront", "TestSupport", asyncHTTPClient,
                crypto,
                hummingbird, logging,
                mustache, nio, yams,
            ]),
        tests(
            "IsolationTests",
            [
                "Vocabulary", "Postgres", "Localization", "Tenancy", "Jobs", "Inventory", "Bookings", "Payments",
                "Billing", "Papers", "Web",
                "StripeSandbox", "TravelHub", "Telemetry", "Console",
                "TestSupport",
                hummingbird, httpTypes, logging, nioHTTP1, serviceLifecycle,
            ]),
        tests(
            "JourneyTests",
            [
                "CXML2", "Vocabulary", "PrivateServers", "Postgres", "Telemetry", "Tenancy", "Jobs", "Web", "Identity",
                "Messaging",
                "Backups", "Bookings", "Ledger", "Payments", "Pricing", "Rates", "Papers", "StripeSandbox", "Console",
                "TravelHub", "TestSupport", asyncHTTPClient, httpTypes,
                logging, nio,
                nioFoundation, nioHTTP1, nioPosix, serviceLifecycle,
            ]),
        tests(
            "StripeSandboxTests", ["Vocabulary", "StripeSandbox", "TestSupport", logging, nio, nioHTTP1]),
        tests("TidyTests", []),
    ],
    cxxLanguageStandard: .cxx17
)
