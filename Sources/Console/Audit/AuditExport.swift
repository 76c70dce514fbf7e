import HTTPTypes
import HummingbirdCore
import NIOCore
import Postgres
import Tenancy
import Vocabulary
import Web

/// A trail as a file, read page by page while it is being taken: its length costs no memory here.
struct AuditExport: Sendable {
    typealias Read = @Sendable (AuditPlace?, Int) async throws -> [AuditLine]

    static let pageMax = 500
    static let outputs: [RouteOutput] = [
        .other("text/csv", "A table with a heading; cells that a spreadsheet would compute are led by an apostrophe."),
        .other("application/x-ndjson", "An entry a line."),
    ]

    let format: AuditFormat
    let read: Read

    /// The first page is read before the answer begins, so that what fails at once is told as a problem.
    var answer: Answer {
        get async throws {
            let first = try await read(nil, Self.pageMax)
            let (type, name) =
                format == .csv ? ("text/csv; charset=utf-8", "audit.csv") : ("application/x-ndjson", "audit.ndjson")
            return Answer(
                .ok,
                headers: [.contentType: type, .contentDisposition: "attachment; filename=\"\(name)\""],
                body: .stream { writer in
                    if format == .csv { try await writer.write(CSVWriter.records([AuditTable.heading])) }
                    var page = first
                    while true {
                        if !page.isEmpty { try await writer.write(bytes(page)) }
                        guard page.count == Self.pageMax, let place = page.last?.place else { break }
                        page = try await read(place, Self.pageMax)
                    }
                    try await writer.finish(nil)
                }, cache: .never)
        }
    }

    private func bytes(_ page: [AuditLine]) -> ByteBuffer {
        switch format {
        case .csv: return CSVWriter.records(page.map(AuditTable.row))
        case .ndjson:
            var buffer = ByteBuffer()
            for line in page {
                buffer.writeBytes(JSONWriter.bytes(line))
                buffer.writeString("\n")
            }
            return buffer
        }
    }
}

/// The columns of the table.
enum AuditTable {
    static let heading: [CSVWriter.Cell] = [
        "recorded_at", "id", "action", "actor", "on_behalf_of", "object_kind", "object_id", "before", "after",
        "address", "user_agent", "request_id", "is_erased",
    ].map { .text($0) }

    static func row(_ line: AuditLine) -> [CSVWriter.Cell] {
        let cells = [
            line.recordedAt.rfc3339, line.id.text, line.action, line.actor, line.onBehalf, line.subjectKind,
            line.subjectID, line.before?.text, line.after?.text, line.address, line.userAgent, line.requestID,
            line.isErased ? "true" : "false",
        ]
        return cells.map { $0.map { .text($0) } ?? .empty }
    }
}
