import HTTPTypes
import Vocabulary

/// The version of the contract that a caller speaks.
package enum APIVersion: Int, CaseIterable, Sendable, Comparable {
    case one = 1
    case two
    case three

    package static let all = Set(APIVersion.allCases)
    package static let mediaType = "application/vnd.api+json"
    /// The query parameter that names a version.
    static let parameter = "version"

    package static func < (left: APIVersion, right: APIVersion) -> Bool { left.rawValue < right.rawValue }

    /// The version that header, media type and query agree on; one where none speaks.
    ///
    /// Throws `version.unsupported` when they differ or name another than `supported`.
    static func negotiate(
        _ fields: HTTPFields, query: [InputValue.Member], supported: Set<APIVersion>
    ) throws(Problem) -> APIVersion {
        // Most requests name none; a shorter Accept cannot hold the media type, which is searched for letter by letter.
        let accept = fields[.accept].flatMap { $0.utf8.count >= mediaType.utf8.count ? $0 : nil }
        if query.isEmpty, accept == nil, fields[.apiVersion] == nil { return .one }
        var named: Set<String> = Set(fields[values: .apiVersion])
        if let accept, accept.contains(mediaType) { named.formUnion(mediaTypeVersions(accept)) }
        if case .texts(let texts)? = query.first(where: { $0.name == parameter })?.value { named.formUnion(texts) }
        guard let only = named.first else { return .one }
        guard named.count == 1, let number = Int(only), only.utf8.count == 1,
            let version = APIVersion(rawValue: number),
            supported.contains(version)
        else {
            let known = supported.sorted().map { String($0.rawValue) }
            throw Problem(400, "version.unsupported", ["known": .list(known)], members: ["known": .list(known)])
        }
        return version
    }

    private static func mediaTypeVersions(_ accept: String) -> [String] {
        accept.split(separator: ",").compactMap { range in
            let parts = range.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            guard parts.first == mediaType else { return nil }
            return parts.dropFirst().first { $0.hasPrefix("version=") }
                .map { $0.dropFirst("version=".count).filter { $0 != "\"" } }
        }
    }
}
