import Foundation
import Postgres
package import Tenancy
import Vocabulary
package import Web

extension AuditRow: JSONWritable {
    static let schema = Schema.object(
        "AuditEntry",
        [
            .init("id", .uuid), .init("recorded_at", .instant), .init("action", .text), .init("actor", .text),
            .init("on_behalf_of", .nullable(.text)),
            .init(
                "object",
                .object(nil, [.init("kind", .nullable(.text)), .init("id", .nullable(.text))], closed: true)),
            .init("before", .any), .init("after", .any), .init("address", .nullable(.text)),
            .init("user_agent", .nullable(.text)), .init("request_id", .nullable(.text)),
            .init("is_erased", .boolean.annotated("Its personal fields were erased.")),
            .init("is_sealed", .boolean.annotated("It stands in the chain; false for the first few seconds.")),
            .init("actor_name", .nullable(.text).annotated("As much of it as the reader may see.")),
            .init("on_behalf_of_name", .nullable(.text)), .init("object_name", .nullable(.text)),
        ], closed: true)

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", line.id)
            json.member("recorded_at", line.recordedAt)
            json.member("action", line.action)
            json.member("actor", line.actor)
            json.member("on_behalf_of", line.onBehalf)
            json.member(
                "object",
                object: {
                    $0.member("kind", line.subjectKind)
                    $0.member("id", line.subjectID)
                })
            json.member("before", StoredJSON(line.before))
            json.member("after", StoredJSON(line.after))
            json.member("address", line.address)
            json.member("user_agent", line.userAgent)
            json.member("request_id", line.requestID)
            json.member("is_erased", line.isErased)
            json.member("is_sealed", line.sealNumber != nil)
            json.member("actor_name", actorName)
            json.member("on_behalf_of_name", onBehalfName)
            json.member("object_name", objectName)
        }
    }
}

extension AuditRoot: JSONWritable {
    static let schema = Schema.object(
        "AuditRoot", [.init("chain", .uuid), .init("day", .date), .init("number", .count), .init("hash", .text)],
        closed: true)

    package func write(to json: inout JSONWriter) {
        json.object {
            $0.member("chain", chain)
            $0.member("day", day)
            $0.member("number", number)
            $0.member("hash", hash.hexadecimal)
        }
    }
}

/// A document as the database gave it.
struct StoredJSON: JSONWritable {
    let document: JSONText?

    init(_ document: JSONText?) { self.document = document }

    func write(to json: inout JSONWriter) {
        if let document { json.raw(document.text.utf8) } else { json.null() }
    }
}
