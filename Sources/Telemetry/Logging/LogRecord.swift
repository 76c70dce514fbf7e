import Foundation
import Logging

/// One log line before it is written in a format: masked, merged and bounded.
struct LogRecord: Sendable {
    static let textBytesMax = 8 * 1024
    /// The names under which the web framework and ourselves tell the request's id.
    private static let requestIDKeys = ["request_id", "hb.request.id"]
    private static let tenantKey = "tenant"

    let time: Date
    let level: Logger.Level
    let label: String
    let message: String
    let requestID: String?
    let tenant: String?
    let metadata: Logger.Metadata

    init(time: Date, label: String, event: LogEvent, metadata: Logger.Metadata) {
        self.time = time
        self.label = label
        level = event.level
        message = Self.bounded(SecretMask.mask("\(event.message)"))
        var rest = metadata.reduce(into: Logger.Metadata()) { $0[$1.key] = Self.masked($1.key, $1.value) }
        if let error = event.error { rest["error"] = .string(Self.bounded(SecretMask.mask("\(error)"))) }
        requestID = Self.requestIDKeys.compactMap { rest.removeValue(forKey: $0) }.first.map { "\($0)" }
        tenant = rest.removeValue(forKey: Self.tenantKey).map { "\($0)" }
        self.metadata = rest
    }

    private static func masked(_ key: String, _ value: Logger.MetadataValue) -> Logger.MetadataValue {
        if SecretMask.isSecret(key) { return .string(SecretMask.replacement) }
        switch value {
        case .string(let text): return .string(bounded(SecretMask.mask(text)))
        case .stringConvertible(let convertible): return .string(bounded(SecretMask.mask("\(convertible)")))
        case .array(let values): return .array(values.map { masked("", $0) })
        case .dictionary(let values):
            return .dictionary(values.reduce(into: [:]) { $0[$1.key] = masked($1.key, $1.value) })
        }
    }

    /// A page of HTML in an error must not become a line of a megabyte.
    private static func bounded(_ text: String) -> String {
        guard text.utf8.count > textBytesMax else { return text }
        return String(decoding: text.utf8.prefix(textBytesMax), as: UTF8.self) + "…"
    }
}
