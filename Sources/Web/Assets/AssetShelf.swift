package import Foundation
import HTTPTypes
import Vocabulary

/// The site's own files, all in memory: styles, scripts, fonts, icons.
package struct AssetShelf: Sendable {
    /// Bytes of one file, and files on the shelf; they are held in every process.
    package static let fileBytesMax = 2 * 1024 * 1024
    package static let filesMax = 500

    package enum Fault: Error, Hashable, Sendable {
        case unreadable(String)
        case tooLarge(String)
        case tooMany
    }

    private var byName: [String: Asset] = [:]
    private var byFileName: [String: Asset] = [:]
    private let place: String

    package static let prefix = "/assets/"

    package init(_ assets: [(name: String, asset: Asset)] = []) {
        place = Self.prefix
        for (name, asset) in assets { put(name, asset) }
    }

    /// Every file below a directory, named by its path there (`fonts/inter.woff2`).
    ///
    /// `place` is the address that they are served below.
    ///
    /// Throws `Fault`.
    package init(directory: URL, at place: String = Self.prefix) throws {
        self.place = place
        try add(directory: directory, under: "")
    }

    /// The same with the files of another directory besides, under a name of its own (`viewer/`).
    ///
    /// Throws `Fault`.
    package func adding(directory: URL, under prefix: String) throws -> AssetShelf {
        var copy = self
        try copy.add(directory: directory, under: prefix)
        return copy
    }

    private mutating func add(directory: URL, under prefix: String) throws {
        guard let walk = FileManager.default.enumerator(at: directory, includingPropertiesForKeys: nil) else {
            throw Fault.unreadable(directory.path)
        }
        let root = directory.standardizedFileURL.path + "/"
        for case let url as URL in walk where !url.hasDirectoryPath {
            let name = String(url.standardizedFileURL.path.dropFirst(root.count))
            guard let data = FileManager.default.contents(atPath: url.path) else { throw Fault.unreadable(name) }
            guard data.count <= Self.fileBytesMax else { throw Fault.tooLarge(name) }
            put(prefix + name, Asset(prefix + name, Array(data)))
        }
        guard byName.count <= Self.filesMax else { throw Fault.tooMany }
    }

    private mutating func put(_ name: String, _ asset: Asset) {
        byName[name] = asset
        byFileName[asset.fileName] = asset
    }

    /// The address for a page; nil for a file that is not there.
    package func path(_ name: String) -> String? { byName[name].map { place + $0.fileName } }

    package func asset(fileName: String) -> Asset? { byFileName[fileName] }

    /// Bytes sent for the named files, to hold a page to its budget.
    package func transferBytes(_ names: [String]) -> Int {
        names.compactMap { byName[$0]?.transferBytes }.reduce(0, +)
    }

    /// Serves the shelf below its place on every tenant's host.
    package func routes() -> RouteGroup {
        let options = RouteOptions(secondsMax: nil, tag: "assets", isOpenWhenClosed: true)
        return RouteGroup(
            "assets",
            [
                Route(
                    .get, PathTemplate("\(place){file*}"), .anyone, "A file of the site",
                    gives: RouteOutput.file("The file, for good."), options: options
                ) { (input: AssetInput, context: FileContext) in
                    guard let asset = asset(fileName: input.file) else { throw Problem.routeUnknown }
                    return asset.answer(for: context.arrival.head.headerFields)
                }
            ])
    }
}

struct AssetInput: Input {
    let file: String

    static let form = Form("Asset", Field("file", .text(max: 200, []))) { AssetInput(file: $0) }
}

/// A file that is the same on every site: no profile, language or session is looked at.
package struct FileContext: RouteContext {
    package static let traits = ContextTraits(host: .tenant, face: .page)

    package let arrival: Arrival

    package init(admitting arrival: Arrival) async throws { self.arrival = arrival }

    package var vary: Vary { [] }
}

/// The same on the platform's own host.
package struct PlatformFileContext: RouteContext {
    package static let traits = ContextTraits(host: .platform, face: .page)

    package let arrival: Arrival

    /// Throws `route.unknown` where a tenant was named.
    package init(admitting arrival: Arrival) async throws {
        guard arrival.tenant == nil else { throw Problem.routeUnknown }
        self.arrival = arrival
    }

    package var vary: Vary { .host }
}
