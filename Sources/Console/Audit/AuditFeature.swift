import HTTPTypes
package import Identity
package import Tenancy
package import Vocabulary
package import Web

/// Who did what: a tenant's own trail for its staff, the operators' and any tenant's for operators, to search and
/// to take away. Whoever looks stands in the trail, too.
package struct AuditFeature: Sendable {
    let desk: any TenantDeskWork
    let platform: PlatformDatabase
    let reads: AuditReads
    let identifiers: IdentifierSource
    let actors: ActorNames

    package init(
        desk: any TenantDeskWork, platform: PlatformDatabase, reads: AuditReads,
        identifiers: IdentifierSource, actors: ActorNames
    ) {
        self.desk = desk
        self.platform = platform
        self.reads = reads
        self.identifiers = identifiers
        self.actors = actors
    }

    package func routes() -> RouteGroup { RouteGroup("audit", staffRoutes + [erasureRoute] + operatorRoutes) }

    private var staffRoutes: [Route] {
        [
            Route(
                .get, "/api/admin/audit", .staff(.audit, .read),
                "Who did what on this site, newest first unless told otherwise",
                gives: [.json(.page(of: AuditRow.schema))]
            ) { (input: AuditPageInput, context: StaffContext) in
                note("audit.read", input.filter, of: context)
                return Self.page(try await reader(input.filter, context)(input.cursor, input.limit), input.limit)
            },
            Route(
                .get, "/api/admin/audit/export", .staff(.audit, .read),
                "All of it that fits the filter, newest first, as a file", gives: AuditExport.outputs,
                options: .export().refusingImpersonation
            ) { (input: AuditExportInput, context: StaffContext) in
                note("audit.export", input.filter, of: context)
                return try await AuditExport(format: input.format, read: reader(input.filter, context)).answer
            },
            Route(
                .get, "/api/admin/audit/roots", .staff(.audit, .read),
                "Where the trail's chain stood at the end of each day: kept elsewhere, they show what was changed since",
                gives: [.json(.page(of: AuditRoot.schema))]
            ) { (input: AuditRootsInput, context: StaffContext) in
                let roots = try await AuditSearch.roots(before: input.cursor, limit: input.limit, in: context.scope)
                return .json { json in
                    json.object { json in
                        json.member("data", roots)
                        json.member("next_cursor", roots.count == input.limit ? roots.last?.day : nil)
                    }
                }
            },
        ]
    }

    private func reader(_ filter: AuditFilter, _ context: StaffContext) -> AuditRow.Read {
        AuditRow.reader(filter, ActorSight(context.caller), actors, in: context.scope)
    }

    private func note(_ action: String, _ filter: AuditFilter, of context: StaffContext) {
        reads.note(Self.look(action, filter, context.auditActor), context.entry)
    }

    static func look(_ action: String, _ filter: AuditFilter, _ actor: AuditActor) -> AuditEntry {
        AuditEntry(
            action: action, actor: actor, subjectKind: "audit", subjectID: "entries", after: filter.document)
    }

    static func page(_ rows: [AuditRow], _ limit: Int) -> Answer {
        .json { json in
            json.object { json in
                json.member("data", rows)
                json.member("next_cursor", rows.count == limit ? rows.last?.line.place.description : nil)
            }
        }
    }
}
