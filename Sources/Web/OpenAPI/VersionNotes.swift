import Foundation

/// What the versions differ in, for people; the routes declare the shapes themselves.
struct VersionNotes: PageModel {
    private let version: APIVersion
    private let retirement: Retirement?

    static func all(_ retirements: Retirements) -> [VersionNotes] {
        APIVersion.allCases.map { VersionNotes(version: $0, retirement: retirements.byVersion[$0]) }
    }

    private init(version: APIVersion, retirement: Retirement?) {
        self.version = version
        self.retirement = retirement
    }

    func child(named field: String) -> Any? {
        switch field {
        case "number": version.text
        case "meaning": meaning
        case "description_url": "\(OpenAPIDocument.path)?version=\(version.text)"
        case "retirement": words
        default: nil
        }
    }

    private var meaning: String {
        switch version {
        case .one: "What is answered where no version is named."
        case .two:
            """
            In offers of hotels, cancellation is an object: free says always, until or never, free_until when, and \
            windows is what version 1 has in its place.
            """
        case .three: "As version 2, and all money of an offer is in its price: nightly and charges moved into it."
        }
    }

    private var words: String? {
        guard let retirement else { return nil }
        let since = "Build nothing new upon it since \(Self.day(retirement.deprecatedAt))."
        guard let end = retirement.sunsetAt else { return since }
        return "\(since) It ends on \(Self.day(end))."
    }

    private static func day(_ date: Date) -> String { String(date.ISO8601Format().prefix(10)) }
}
