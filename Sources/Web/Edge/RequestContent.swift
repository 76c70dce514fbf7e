import HTTPTypes
import HummingbirdCore
package import NIOCore
import Vocabulary

/// The body of a request as its route may take it: bounded, whole, and of a type that we read.
package struct RequestContent: Sendable {
    /// The bytes as they came; idempotency compares them.
    package let bytes: ByteBuffer?
    package let members: [InputValue.Member]

    static let none = RequestContent(bytes: nil, members: [])

    /// Fields that forms carry for the edge, not for the route.
    package static let csrfField = "csrf_token"
    package static let idempotencyField = "idempotency_key"

    /// What was chosen in the form's file fields.
    package private(set) var files: [UploadedFile] = []

    /// The edge's own fields, taken out of `members`.
    package private(set) var csrfToken: String?
    package private(set) var idempotencyKey: String?

    private init(bytes: ByteBuffer?, members: [InputValue.Member]) {
        self.bytes = bytes
        self.members = members
    }

    /// Throws `body.too_large`, `media.unsupported` and those of `JSONFault`.
    static func read(_ request: Request, for route: Route) async throws -> RequestContent {
        guard route.isWrite, !route.readsQuery else { return none }
        let bytesMax = route.options.bodyBytesMax
        if let length = request.headers[.contentLength].flatMap(Int.init), length > bytesMax {
            throw Problem.bodyTooLarge(bytesMax: bytesMax)
        }
        let bytes: ByteBuffer
        do { bytes = try await request.body.collect(upTo: bytesMax) } catch is NIOTooManyBytesError {
            throw Problem.bodyTooLarge(bytesMax: bytesMax)
        }
        let type = request.headers[.contentType]?.split(separator: ";").first.map { $0.lowercased() }
        if bytes.readableBytes == 0 || route.options.ignoresBody { return RequestContent(bytes: bytes, members: []) }
        if !route.options.byteTypes.isEmpty {
            guard let type, route.options.byteTypes.contains(type.trimmingSpaces) else {
                throw Problem.mediaUnsupported(expected: route.options.byteTypes.joined(separator: ", "))
            }
            return RequestContent(bytes: bytes, members: [])
        }
        switch (route.traits.face, type?.trimmingSpaces) {
        case (.api, "application/json"), (.api, APIVersion.mediaType):
            return RequestContent(bytes: bytes, members: try json(bytes))
        case (.page, "application/x-www-form-urlencoded"):
            return try form(bytes) { try FormCoding.parse(Substring(String(buffer: bytes)).utf8) }
        case (.page, "multipart/form-data") where route.options.takesFiles:
            var files: [UploadedFile] = []
            var content = try form(bytes) {
                guard let boundary = MultipartCoding.boundary(of: request.headers[.contentType] ?? "") else {
                    throw FormCoding.Fault.malformed
                }
                let parts = try MultipartCoding.parse(Array(buffer: bytes), boundary: boundary)
                files = parts.files
                return parts.fields
            }
            content.files = files
            return content
        default: throw Problem.mediaUnsupported(expected: route.bodyType)
        }
    }

    private static func json(_ bytes: ByteBuffer) throws -> [InputValue.Member] {
        let value = try bytes.withUnsafeReadableBytes { raw throws -> InputValue in
            do { return try JSONParser.parse(raw.bindMemory(to: UInt8.self)) } catch let fault as JSONFault {
                throw fault.problem
            }
        }
        guard case .object(let members) = value else {
            throw InputFaults("", "type", ["expected": .text("object")]).problem
        }
        return members
    }

    private static func form(
        _ bytes: ByteBuffer, parsed: () throws -> [InputValue.Member]
    ) throws -> RequestContent {
        var flat: [InputValue.Member]
        do { flat = try parsed() } catch { throw Problem(400, "body.malformed") }
        func takeOut(_ name: String) -> String? {
            guard let index = flat.firstIndex(where: { $0.name == name }) else { return nil }
            guard case .texts(let texts) = flat.remove(at: index).value, texts.count == 1 else { return nil }
            return texts[0]
        }
        let csrfToken = takeOut(csrfField)
        let key = takeOut(idempotencyField)
        var content = RequestContent(bytes: bytes, members: FormCoding.nested(flat))
        content.csrfToken = csrfToken
        content.idempotencyKey = key
        return content
    }
}

extension String {
    fileprivate var trimmingSpaces: String { filter { $0 != " " && $0 != "\t" } }
}
