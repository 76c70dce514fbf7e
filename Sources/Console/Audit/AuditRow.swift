import Identity
import Tenancy

/// An entry with the names of those that it tells of.
struct AuditRow: Sendable {
    typealias Read = @Sendable (AuditPlace?, Int) async throws -> [AuditRow]

    let line: AuditLine
    let names: ActorWords

    /// The object where it is somebody who acts.
    var object: String? { Self.object(of: line) }

    /// As the file has them, and the answer too; nil where the actor itself says as much.
    var actorName: String? { names.name(line.actor, isErased: line.isErased) }
    var onBehalfName: String? { names.name(line.onBehalf, isErased: line.isErased) }
    var objectName: String? { names.name(object, isErased: line.isErased) }

    private static func object(of line: AuditLine) -> String? {
        guard let kind = line.subjectKind, let id = line.subjectID else { return nil }
        return ["account", "key"].contains(kind) ? "\(kind):\(id)" : nil
    }

    /// A partner's entries, whose actors are its people.
    static func reader(
        _ filter: AuditFilter, _ sight: ActorSight, _ names: ActorNames, in scope: TenantScope
    ) -> Read {
        { place, limit in
            let lines = try await AuditSearch.page(filter, before: place, limit: limit, in: scope)
            let words = try await ActorWords.read(
                lines.flatMap { [$0.actor, $0.onBehalf, object(of: $0)] }, sight, names, in: scope)
            return lines.map { AuditRow(line: $0, names: words) }
        }
    }

    /// The operators' own, whose actors have names already.
    static func reader(_ filter: AuditFilter, in platform: PlatformDatabase) -> Read {
        { place, limit in
            try await AuditSearch.page(filter, before: place, limit: limit, in: platform)
                .map { AuditRow(line: $0, names: .none) }
        }
    }
}
