import Foundation
import HTTPTypes
import Tenancy
import Vocabulary
import Web

/// What is done with a partner's hosts over HTTP, whoever asks.
struct DomainVerbs: Sendable {
    let desk: DomainDesk

    /// A look at a host waits for strangers' servers.
    static let checkOptions = RouteOptions(secondsMax: 60)
    static let claimRefusals: [Route.Refusal] = [
        .init(409, "domain.claimed"), .init(409, "domain.declared"), .init(409, "domain.too_many"),
        .init(422, "domain.reserved"), .init(422, "domain.look_alike"), .init(422, "input.invalid"),
    ]

    func list(_ tenant: TenantID) async throws -> Answer {
        .json(DomainListAnswer(overview: try await desk.overview(of: tenant), targets: desk.targets))
    }

    func claim(_ host: String, _ tenant: TenantID, _ caller: AuditActor) async throws -> Answer {
        try await answer(.created) { try await desk.claim(host, for: tenant, by: caller) }
    }

    func show(_ id: UUID, _ tenant: TenantID) async throws -> Answer {
        try await answer { try await desk.claim(id, of: tenant) }
    }

    func check(_ id: UUID, _ tenant: TenantID, _ caller: AuditActor) async throws -> Answer {
        try await answer { try await desk.checkNow(id, of: tenant, by: caller) }
    }

    func makePrimary(_ id: UUID, _ tenant: TenantID, _ caller: AuditActor) async throws -> Answer {
        try await answer { try await desk.makePrimary(id, of: tenant, by: caller) }
    }

    func endPrimary(_ id: UUID, _ tenant: TenantID, _ caller: AuditActor) async throws -> Answer {
        try await answer { try await desk.endPrimary(id, of: tenant, by: caller) }
    }

    func remove(_ id: UUID, _ tenant: TenantID, _ caller: AuditActor) async throws -> Answer {
        do { try await desk.remove(id, of: tenant, by: caller) } catch let error as DomainError { throw error.problem }
        return .noContent
    }

    private func answer(
        _ status: HTTPResponse.Status = .ok, _ body: () async throws -> DomainClaim
    ) async throws -> Answer {
        do {
            return .json(DomainAnswer(try await body(), desk.targets), status: status)
        } catch let error as DomainError {
            throw error.problem
        }
    }
}
