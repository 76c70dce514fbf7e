import Foundation
import Postgres
import Tenancy
import Vocabulary
import Web

/// What a search of a trail takes; every filter may be left out.
struct AuditPageInput: Input {
    let filter: AuditFilter
    let limit: Int
    let cursor: AuditPlace?

    static let form = Form(
        "AuditPage", AuditFields.actor, AuditFields.action, AuditFields.kind, AuditFields.object, AuditFields.from,
        AuditFields.until, PageFields.order(.down), AuditFields.limit, AuditFields.cursor
    ) {
        AuditPageInput(filter: try AuditFields.filter($0, $1, $2, $3, $4, $5, $6), limit: $7, cursor: $8)
    }
}

struct AuditExportInput: Input {
    let filter: AuditFilter
    let format: AuditFormat

    static let form = Form(
        "AuditExport", AuditFields.actor, AuditFields.action, AuditFields.kind, AuditFields.object, AuditFields.from,
        AuditFields.until, AuditFields.format
    ) { AuditExportInput(filter: try AuditFields.filter($0, $1, $2, $3, $4, $5), format: $6) }
}

struct AuditRootsInput: Input {
    let limit: Int
    let cursor: CalendarDate?

    static let form = Form(
        "AuditRoots", AuditFields.limit, Field("cursor", .date, "The last day of the page before").optional
    ) { AuditRootsInput(limit: $0, cursor: $1) }
}

struct PlatformAuditInput: Input {
    let tenant: String?
    let page: AuditPageInput

    static let form = Form(
        "PlatformAuditPage", AuditFields.tenant, AuditFields.actor, AuditFields.action, AuditFields.kind,
        AuditFields.object, AuditFields.from, AuditFields.until, PageFields.order(.down), AuditFields.limit,
        AuditFields.cursor
    ) {
        PlatformAuditInput(
            tenant: $0,
            page: AuditPageInput(filter: try AuditFields.filter($1, $2, $3, $4, $5, $6, $7), limit: $8, cursor: $9))
    }
}

struct PlatformAuditExportInput: Input {
    let tenant: String?
    let export: AuditExportInput

    static let form = Form(
        "PlatformAuditExport", AuditFields.tenant, AuditFields.actor, AuditFields.action, AuditFields.kind,
        AuditFields.object, AuditFields.from, AuditFields.until, AuditFields.format
    ) {
        PlatformAuditExportInput(
            tenant: $0,
            export: AuditExportInput(filter: try AuditFields.filter($1, $2, $3, $4, $5, $6), format: $7))
    }
}

enum AuditFormat: String, CaseIterable {
    case csv
    case ndjson
}

/// The fields that the searches share.
private enum AuditFields {
    static let actor = Field("actor", .text(max: 100), "Who did it or had it done: account:…, operator:…").optional
    static let action = Field(
        "action", .code(CodePattern("a-z0-9._-", 1...60)), "The beginning of the action: booking."
    ).optional
    static let kind = Field("object_kind", .code(CodePattern("a-z_", 1...40)), "What it was done to").optional
    static let object = Field("object_id", .text(max: 200), "Which one").optional
    static let from = Field("from", .instant, "Not before").optional
    static let until = Field("until", .instant, "Before").optional
    static let limit = Field("limit", .integer(1...100), "Rows").or(20)
    static let cursor = Field("cursor", .auditPlace).optional
    static let format = Field("format", Kind<AuditFormat>.choice).or(.csv)
    static let tenant = Field("tenant", .code(SlugInput.pattern), "A partner's trail; without: the platform's").optional

    static func filter(
        _ actor: String?, _ action: String?, _ kind: String?, _ object: String?, _ from: Date?, _ until: Date?,
        _ order: RowDirection = .down
    ) throws -> AuditFilter {
        if let from, let until, until <= from { throw InputFaults("/until", "until_before_from") }
        return AuditFilter(
            actor: actor, action: action, subjectKind: kind, subjectID: object, from: from, until: until,
            isOldestFirst: order == .up)
    }
}

extension Kind where Value == AuditPlace {
    fileprivate static var auditPlace: Kind<AuditPlace> { parsed(nil, "format", expected: "next_cursor", max: 60) }
}

extension AuditFilter {
    /// What was looked for, for the entry that tells of the look.
    var document: JSONText {
        var json = JSONWriter()
        json.object {
            if let actor { $0.member("actor", actor) }
            if let action { $0.member("action", action) }
            if let subjectKind { $0.member("object_kind", subjectKind) }
            if let subjectID { $0.member("object_id", subjectID) }
            if let from { $0.member("from", from) }
            if let until { $0.member("until", until) }
        }
        return JSONText(String(decoding: json.bytes, as: UTF8.self))
    }
}
