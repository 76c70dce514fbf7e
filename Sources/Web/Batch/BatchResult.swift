import HTTPTypes
import NIOCore
import Vocabulary

/// What one operation was answered.
struct BatchResult: JSONWritable, Sendable {
    let id: String
    let status: Int
    let fields: [(name: String, value: String)]
    let body: Body

    enum Body: Sendable {
        case none
        case json([UInt8])
        case text(String)
    }

    /// Fields that are about the answer; those about the connection and the page are not an operation's.
    private static let kept: [HTTPField.Name] = [
        .contentType, .contentLanguage, .location, .eTag, .retryAfter, .requestID, .apiVersion, .idempotentReplayed,
        .bookingAccess, .rateLimit, .rateLimitPolicy, .deprecation, .sunset, .link, .wwwAuthenticate, .allow,
    ]

    init(_ id: String, _ answer: Answer, _ fields: HTTPFields) {
        self.id = id
        status = answer.status.code
        self.fields = Self.kept.compactMap { name in fields[name].map { (name.canonicalName, $0) } }
        guard case .bytes(let buffer) = answer.body else {
            body = .none
            return
        }
        let bytes = Array(buffer.readableBytesView)
        let type = fields[.contentType]?.prefix { $0 != ";" } ?? ""
        body =
            type == "application/json" || type.hasSuffix("+json")
            ? .json(bytes) : .text(String(decoding: bytes, as: UTF8.self))
    }

    var isSuccess: Bool { status < 400 }

    var byteCount: Int {
        switch body {
        case .none: 0
        case .json(let bytes): bytes.count
        case .text(let text): text.utf8.count
        }
    }

    /// What references point into.
    var value: InputValue {
        let told: InputValue =
            switch body {
            case .none: .null
            case .json(let bytes): (try? JSONParser.parse(bytes)) ?? .null
            case .text(let text): .text(text)
            }
        return .object([
            .init("status", .number(String(status))),
            .init("headers", .object(fields.map { .init($0.name, .text($0.value)) })), .init("body", told),
        ])
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", id)
            json.member("status", status)
            json.member(
                "headers",
                object: { json in
                    for field in fields { json.member(field.name, field.value) }
                })
            switch body {
            case .none: json.member("body", InputValue.null)
            case .json(let bytes): json.member("body", RawJSON(bytes: bytes))
            case .text(let text): json.member("body", text)
            }
        }
    }

    private struct RawJSON: JSONWritable {
        let bytes: [UInt8]
        func write(to json: inout JSONWriter) { json.raw(bytes) }
    }

    static let schema = Schema.object(
        "BatchResults",
        [
            .init(
                "results",
                .array(
                    .object(
                        "BatchResult",
                        [
                            .init("id", .text), .init("status", .integer(100...599)),
                            .init("headers", .map(.text).annotated("Names in lower case.")),
                            .init("body", .any),
                        ], closed: true)))
        ], closed: true)
}
