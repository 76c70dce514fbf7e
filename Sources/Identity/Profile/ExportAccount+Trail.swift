import Foundation
import Postgres
import Tenancy
import Vocabulary
import Web

/// What the audit trail tells of a person, as that person may have it.
extension ExportAccount {
    /// The newest; a person's own are rarely a hundred, somebody's of the staff may be without end.
    static let entriesMax = 10_000
    private static let pageMax = 500

    /// Nil at the end: there are older ones, which the site's staff can be asked for.
    func trail(_ id: UUID, in scope: TenantScope) async throws -> (entries: [AuditLine], isWhole: Bool) {
        var found: [AuditLine] = []
        while found.count < Self.entriesMax {
            let page = try await AuditSearch.page(
                AuditFilter(person: id), before: found.last?.place, limit: Self.pageMax, in: scope)
            found += page
            if page.count < Self.pageMax { return (found, true) }
        }
        return (found, false)
    }
}

/// One entry about a person. From where others acted is those others'; and to whom, or about what, somebody of the staff
/// did something is not about that somebody: what they did and when is.
struct OwnEntryAnswer: JSONWritable {
    let line: AuditLine
    let isOwn: Bool
    let isAbout: Bool

    init(_ line: AuditLine, of account: UUID) {
        self.line = line
        isOwn = line.actor == "account:\(account.text)"
        let isLook = line.action.hasSuffix(".read") || line.action.hasSuffix(".export")
        isAbout =
            line.subjectKind == "account"
            ? line.subjectID == account.text : ["session", "booking"].contains(line.subjectKind) && !isLook
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("recorded_at", line.recordedAt)
            json.member("action", line.action)
            json.member("actor", line.actor)
            json.member("on_behalf_of", line.onBehalf)
            json.member("object_kind", line.subjectKind)
            json.member("object_id", isAbout ? line.subjectID : nil)
            if isAbout, let before = line.before { json.member("before", RawDocument(before)) }
            if isAbout, let after = line.after { json.member("after", RawDocument(after)) }
            json.member("address", isOwn ? line.address : nil)
            json.member("user_agent", isOwn ? line.userAgent : nil)
        }
    }

    private struct RawDocument: JSONWritable {
        let document: JSONText

        init(_ document: JSONText) { self.document = document }

        func write(to json: inout JSONWriter) { json.raw(document.text.utf8) }
    }
}
