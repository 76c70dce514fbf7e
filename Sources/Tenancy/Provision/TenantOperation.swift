package import Foundation
import Postgres
package import Vocabulary

/// A change to a tenant that takes several steps: recorded before the first, and after each that is done,
/// so that whoever takes it up goes on where it stands.
package struct TenantOperation: Sendable {
    package enum Kind: String, Sendable {
        /// A tenant that is not there yet, or not yet whole.
        case provision
        /// A tenant that is there, to what its folder says now.
        case apply
    }

    package enum Step: String, CaseIterable, Sendable {
        case schema, site, stock, activate
    }

    package let id: UUID
    let kind: Kind
    package let tenant: TenantID
    let done: Set<Step>
    let request: TenantProvisioning.Request
    /// Of the claim that this is; another claim has another.
    let epoch: Int
    let attempt: Int

    var steps: [Step] {
        let all: [Step] = kind == .provision ? Step.allCases : [.site, .stock, .activate]
        return all.filter { !done.contains($0) }
    }

    init(_ row: Row) throws {
        id = try row.get("operation_id")
        kind = Kind(rawValue: try row.get("kind")) ?? .provision
        tenant = try row.get("tenant_id")
        done = Set(try row.get("steps_done", as: [String].self).compactMap(Step.init))
        let document: JSONText = try row.get("input")
        request = TenantProvisioning.Request(
            definition: try JSONDecoder().decode(TenantDefinition.self, from: Data(document.text.utf8)),
            actor: AuditActor(
                try row.get("actor"), address: try row.get("address"), userAgent: try row.get("user_agent"),
                requestID: try row.get("request_id")))
        epoch = try row.get("epoch")
        attempt = try row.get("attempt")
    }
}

/// SQL on `platform.operations`, as its holders and those who ask after it need it.
enum OperationStore {
    /// A holder that says nothing for so long is dead.
    static let leaseSeconds = 15

    static func insert(
        _ id: UUID, _ kind: TenantOperation.Kind, tenant: TenantID, _ request: TenantProvisioning.Request,
        document: JSONText
    ) -> SQL {
        """
        insert into operations
          (operation_id, kind, tenant_id, slug, input, actor, request_id, address, user_agent)
        values (\(id), \(kind.rawValue), \(tenant), \(request.definition.slug), \(document), \(request.actor.name),
                \(request.actor.requestID), \(request.actor.address)::inet, \(request.actor.userAgent))
        """
    }

    static func running(slug: String) -> SQL {
        "select \(fragment: columns) from operations where slug = \(slug) and outcome = 'running'"
    }

    /// The oldest that waits for somebody.
    static func claimNext(by holder: String) -> SQL {
        claim(
            by: holder,
            """
            select operation_id from operations
             where outcome = 'running' and kind in ('provision', 'apply')
               and (leased_until is null or leased_until < clock_timestamp())
             order by created_at limit 1 for update skip locked
            """)
    }

    /// This one, unless a living holder has it. Whoever asks for it by name does not wait for its next attempt.
    static func claim(slug: String, by holder: String) -> SQL {
        claim(
            by: holder,
            """
            select operation_id from operations
             where slug = \(slug) and outcome = 'running'
               and (leased_by is null or leased_until < clock_timestamp()) for update skip locked
            """)
    }

    private static func claim(by holder: String, _ picked: SQL) -> SQL {
        """
        update operations
           set leased_by = \(holder), epoch = epoch + 1, attempt = attempt + 1, changed_at = clock_timestamp(),
               leased_until = clock_timestamp() + make_interval(secs => \(Double(leaseSeconds)))
         where operation_id = (\(fragment: picked))
        returning \(fragment: columns)
        """
    }

    /// No row when the lease went to somebody else.
    static func prolong(_ operation: TenantOperation) -> SQL {
        """
        update operations set leased_until = clock_timestamp() + make_interval(secs => \(Double(leaseSeconds)))
         where operation_id = \(operation.id) and epoch = \(operation.epoch) and outcome = 'running'
        """
    }

    /// Nobody else takes it up before the transaction ends; no row when somebody has.
    static func held(_ operation: TenantOperation) -> SQL {
        """
        select 1 as one from operations
         where operation_id = \(operation.id) and epoch = \(operation.epoch) and outcome = 'running' for update
        """
    }

    static func stepDone(_ step: TenantOperation.Step, _ operation: TenantOperation) -> SQL {
        """
        update operations set steps_done = steps_done || \(step.rawValue), fault = null, changed_at = clock_timestamp()
         where operation_id = \(operation.id) and epoch = \(operation.epoch) and outcome = 'running'
        """
    }

    static func finish(_ operation: TenantOperation) -> SQL {
        """
        update operations
           set outcome = 'done', leased_by = null, leased_until = null, changed_at = clock_timestamp()
         where operation_id = \(operation.id) and epoch = \(operation.epoch) and outcome = 'running'
        """
    }

    /// Nobody holds it, and a worker does not take it up before the pause is over.
    static func release(_ operation: TenantOperation, fault: String, pauseSeconds: Double) -> SQL {
        """
        update operations
           set fault = \(fault), leased_by = null, changed_at = clock_timestamp(),
               leased_until = clock_timestamp() + make_interval(secs => \(pauseSeconds))
         where operation_id = \(operation.id) and epoch = \(operation.epoch) and outcome = 'running'
        """
    }

    static func fail(_ operation: TenantOperation, fault: String) -> SQL {
        """
        update operations
           set outcome = 'failed', fault = \(fault), leased_by = null, leased_until = null,
               changed_at = clock_timestamp()
         where operation_id = \(operation.id) and epoch = \(operation.epoch) and outcome = 'running'
        """
    }

    /// Failed by whoever claimed it without ever being at it; what befell earlier attempts stays readable.
    static func giveUp(_ id: UUID, epoch: Int, fault: String) -> SQL {
        """
        update operations
           set outcome = 'failed', fault = concat_ws('; before that: ', \(fault), fault), leased_by = null,
               leased_until = null, changed_at = clock_timestamp()
         where operation_id = \(id) and epoch = \(epoch) and outcome = 'running'
        """
    }

    private static let columns: SQL =
        """
        operation_id, kind, tenant_id, steps_done, input, actor, request_id, host(address) as address, user_agent, epoch,
        attempt
        """
}
