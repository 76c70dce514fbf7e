import Billing
import Bookings
import Console
import Foundation
import Identity
import Messaging
import Payments
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import Jobs
@testable import TravelHub

@Suite("Every kind of job, in the name of another site")
struct JobKindSweepTests {
    @Test(
        "Of one site's, copied or sealed anew for the other, changes nothing of it and is written to nobody",
        arguments: [(IsolationMode.pooled, IsolationMode.pooled), (.pooled, .schema)])
    func strange(attacker: IsolationMode, victim: IsolationMode) async throws {
        try await SweptSites.serve(attacker, victim) { sites in
            let genuine = try await SweptJob.bringAbout(sites, sites.victim)
            let handled = sites.hub.jobHandlers.kinds
            #expect(
                Set(genuine.map(\.kind)) == handled, "a kind that the sweep does not bring about, or that nobody does")
            let before = try await sites.rows(of: sites.victim)
            let mails = try await SweptJob.mailCount(sites, sites.attacker)

            for job in genuine {
                // The very row under another number, and the very words under a seal that is good for that number.
                try await job.write(as: sites.attacker, job.envelope, sites)
                try await job.write(as: sites.attacker, nil, sites)
            }
            let ends = try await SweptJob.work(genuine, as: sites.attacker, sites)
            for kind in handled {
                #expect(ends[kind]?.contains { $0.contains("envelopeRefused") } == true, "\(kind): \(ends[kind] ?? [])")
            }
            #expect(try await sites.rows(of: sites.victim) == before)
            #expect(try await SweptJob.mailCount(sites, sites.attacker) == mails, "somebody was written to")

            // At home they are good: what was refused was not refused for being worthless.
            for job in genuine { try await job.write(as: sites.victim, nil, sites) }
            let own = try await SweptJob.work(genuine, as: sites.victim, sites)
            for kind in handled { #expect(own[kind]?.allSatisfy(\.isEmpty) == true, "\(kind): \(own[kind] ?? [])") }
        }
    }
}

/// A job as it stands in the queue.
struct SweptJob: Sendable {
    let kind: String
    let queue: String
    let arguments: String
    let envelope: [UInt8]

    /// One of each kind, by what brings it about in life: a hold, an invitation, letters that were asked for, a
    /// claimed host, a sender, a look at the queue, a payment that is given back. They are taken out of the queue.
    static func bringAbout(_ sites: SweptSites, _ partner: SweptPartner) async throws -> [SweptJob] {
        let wire = sites.wire(partner.host)
        _ = try await Holdings.gather(wire, word: partner.word)
        let owner = SweptPeople(word: partner.word).email
        _ = try await wire.json("/api/auth/password/forgot", [], "{\"email\":\"\(owner)\"}")
        _ = try await wire.json(
            "/api/auth/register", [],
            "{\"email\":\"asked@\(partner.word).example.com\",\"password\":\"a long enough phrase\",\"name\":\"Ada\"}")
        _ = try await sites.fleet.admin.single(
            "update platform.domain_claims set next_check_at = clock_timestamp() where tenant_id = \(partner.entry.id)")
        _ = try await sites.hub.recheck.handOut()
        let scope = sites.fleet.tenants.scope(partner.entry)
        _ = try await scope.run(
            """
            insert into mail_senders (tenant_id, address, name, next_check_at)
            values (\(scope.tenant), \("post@\(partner.word).example"), 'Post', clock_timestamp())
            on conflict (tenant_id) do update set next_check_at = excluded.next_check_at
            """)
        _ = try await sites.hub.recheckSenders.handOut()
        try await scope.transaction {
            try await sites.hub.jobs.enqueue(QueueProbe(probe: UUID(), number: 1), in: $0)
        }
        try await money(sites, partner, wire)
        let rows = try await sites.fleet.admin.single(
            """
            select distinct on (kind) kind, queue, arguments, envelope from shared.jobs
             where tenant_id = \(partner.entry.id) order by kind, job_id
            """)
        _ = try await sites.fleet.admin.single("delete from shared.jobs")
        return try rows.map {
            SweptJob(
                kind: try $0.get("kind"), queue: try $0.get("queue"), arguments: try $0.get("arguments"),
                envelope: try $0.get("envelope"))
        }
    }

    /// A booking paid and given back for another reason than a policy, and an event that nobody knows the thing of.
    private static func money(_ sites: SweptSites, _ partner: SweptPartner, _ wire: Wire) async throws {
        _ = try await SweptTill.grant(500, of: try await SweptTill.pay(wire, sites, partner), sites, partner)
        let scope = sites.fleet.tenants.scope(partner.entry)
        try await scope.transaction { try await sites.hub.jobs.enqueue(ApplyEvent(event: "evt_swept"), in: $0) }
        try await scope.transaction { try await sites.hub.jobs.enqueue(DetachCard(card: UUID()), in: $0) }
        try await scope.transaction { try await sites.hub.jobs.enqueue(ForgetCustomer(customer: UUID()), in: $0) }
        let month = try await SweptBilling.month(partner, sites)
        try await scope.transaction { try await sites.hub.jobs.enqueue(BillMonth(period: month), in: $0) }
    }

    /// Due now; without a seal of before it gets one that is good, as only the platform's own code makes it.
    func write(as partner: SweptPartner, _ seal: [UInt8]?, _ sites: SweptSites) async throws {
        let id = sites.fleet.identifiers.next()
        let own = JobEnvelope(keys: sites.fleet.masterKeys).seal(
            tenant: partner.entry.id, job: id, kind: kind, arguments: arguments)
        _ = try await sites.fleet.tenants.scope(partner.entry).run(
            """
            insert into jobs (tenant_id, job_id, queue, kind, arguments, envelope)
            values (\(partner.entry.id), \(id), \(queue), \(kind), \(arguments), \(seal ?? own))
            """)
    }

    /// Runs what is due once; by kind, the fault of each that was not simply done.
    static func work(
        _ jobs: [SweptJob], as partner: SweptPartner, _ sites: SweptSites
    ) async throws -> [String: [String]] {
        let worker = sites.hub.queueWorker(
            name: "sweep", sites.hub.jobHandlers, queues: Set(jobs.map(\.queue)).sorted(), sites.hub.app)
        while try await worker.turn() > 0 {}
        let rows = try await sites.fleet.admin.single(
            "select kind, coalesce(fault, '') as fault from shared.jobs where tenant_id = \(partner.entry.id)")
        var faults = Dictionary(jobs.map { ($0.kind, [String]()) }) { one, _ in one }
        for row in rows { faults[try row.get("kind"), default: []].append(try row.get("fault")) }
        return faults
    }

    static func mailCount(_ sites: SweptSites, _ partner: SweptPartner) async throws -> Int {
        try await sites.fleet.tenants.scope(partner.entry).run("select count(*) as n from outgoing_mails").only()
            .get("n")
    }
}
