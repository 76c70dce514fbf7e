import Foundation
import Postgres
package import Vocabulary

/// Where travellers find a person, and who stands behind the site: changed by its own people, in force at once as a
/// version of the definition like any other.
package struct ContactDesk: Sendable {
    private let identifiers: IdentifierSource

    package init(identifiers: IdentifierSource) { self.identifiers = identifiers }

    /// Hours of a language that `support` leaves out stay what they are; those of a language that the site does not
    /// speak are not kept.
    ///
    /// Throws `TenantProfiles.Fault` for a tenant without a site, `PostgresError`.
    package func put(
        _ support: SupportContact, by actor: AuditActor, in scope: TenantScope
    ) async throws -> TenantDefinition {
        try await DefinitionChange(identifiers: identifiers).put(by: actor, in: scope) { present in
            var hours: [LocaleTag: String] = [:]
            for locale in present.locales {
                hours[locale] = support.hours[exact: locale] ?? present.support.hours[exact: locale]
            }
            return present.replacing(
                support: SupportContact(
                    mail: support.mail, phone: support.phone, hours: PerLocale(hours), zone: support.zone))
        } audit: { before, after in
            try entry("site.support", actor, before.definition.support, after.definition.support)
        }
    }

    /// Throws `TenantProfiles.Fault` for a tenant without a site, `PostgresError`.
    package func put(
        _ company: LegalEntity, by actor: AuditActor, in scope: TenantScope
    ) async throws -> TenantDefinition {
        try await DefinitionChange(identifiers: identifiers).put(by: actor, in: scope) { present in
            present.replacing(legal: company)
        } audit: { before, after in
            try entry("site.company", actor, before.definition.legal, after.definition.legal)
        }
    }

    private func entry(
        _ action: String, _ actor: AuditActor, _ before: some Encodable, _ after: some Encodable
    ) throws -> AuditEntry {
        func json(_ value: some Encodable) throws -> JSONText {
            JSONText(String(decoding: try CanonicalJSON.encode(value), as: UTF8.self))
        }
        return AuditEntry(
            action: action, actor: actor, subjectKind: "site", subjectID: action, before: try json(before),
            after: try json(after))
    }
}
