import HTTPTypes
import HummingbirdCore
import NIOCore
import Postgres
import Tenancy
import Vocabulary
import Web

/// A trail as a file, read page by page while it is being taken: its length costs no memory here.
struct AuditExport: Sendable {
    static let pageMax = 500
    static let outputs: [RouteOutput] = [
        Answer.csvOutput, .other("application/x-ndjson", "An entry a line."),
    ]

    let format: AuditFormat
    var isForPeople = false
    let read: AuditRow.Read

    var answer: Answer {
        get async throws {
            let page: PagedRows<AuditRow>.Read = { [read] last, _ in try await read(last?.line.place, Self.pageMax) }
            switch format {
            case .csv:
                return try await .file(
                    "audit", AuditTable.columns, isForPeople: isForPeople, page, cells: AuditTable.cells)
            case .ndjson: return Self.lines(try await page(nil, 0), page)
            }
        }
    }

    private static func lines(_ first: [AuditRow], _ read: @escaping PagedRows<AuditRow>.Read) -> Answer {
        Answer(
            .ok,
            headers: [
                .contentType: "application/x-ndjson", .contentDisposition: Answer.attachment("audit.ndjson"),
            ],
            body: .stream { writer in
                var page = first
                while let last = page.last {
                    var buffer = ByteBuffer()
                    for row in page {
                        buffer.writeBytes(JSONWriter.bytes(row))
                        buffer.writeString("\n")
                    }
                    try await writer.write(buffer)
                    page = try await read(last, 0)
                }
                try await writer.finish(nil)
            }, cache: .never)
    }
}

/// The columns of the table.
enum AuditTable {
    static let columns = [
        "recorded_at", "id", "action", "actor", "on_behalf_of", "object_kind", "object_id", "before", "after",
        "address", "user_agent", "request_id", "is_erased", "actor_name", "on_behalf_of_name", "object_name",
    ]

    @Sendable
    static func cells(_ row: AuditRow) -> [CSVWriter.Cell] {
        let line = row.line
        return [
            line.recordedAt.rfc3339, line.id.text, line.action, line.actor, line.onBehalf, line.subjectKind,
            line.subjectID, line.before?.text, line.after?.text, line.address, line.userAgent, line.requestID,
            line.isErased ? "true" : "false", row.actorName, row.onBehalfName, row.objectName,
        ].map { $0.map(CSVWriter.Cell.text) ?? .empty }
    }
}
