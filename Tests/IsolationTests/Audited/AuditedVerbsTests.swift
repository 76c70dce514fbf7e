import Bookings
import HTTPTypes
import NIOHTTP1
import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

@Suite("Whatever changes something is told by the trail")
struct AuditedVerbsTests {
    private struct Entry: Equatable {
        let action: String
        let actor: String
        let isPlaced: Bool
        let tells: Bool
        let isOfPlatform: Bool
    }

    @Test("Every route that writes is tried, or is said why not")
    func complete() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let writing = Set(try sites.routes.filter(\.isWrite).map { "\($0.method.rawValue) \($0.path)" })
            let tried = AuditedRoutes.verbs.map(\.route)
            #expect(Set(tried).count == tried.count, "one is tried twice")
            let kinds = [Set(tried), Set(AuditedRoutes.faces.keys), Set(AuditedRoutes.silent.keys)]
            let known = kinds.reduce(into: Set()) { $0.formUnion($1) }
            let missing = writing.subtracting(known)
            #expect(missing.isEmpty, "say what the trail has of \(missing.sorted())")
            let gone = known.subtracting(writing)
            #expect(gone.isEmpty, "there are no such routes: \(gone.sorted())")
            let targets = Set(AuditedRoutes.faces.values).subtracting(tried)
            #expect(targets.isEmpty, "faces of nothing that is tried: \(targets.sorted())")
        }
    }

    @Test(
        "Each verb leaves one entry, whole, in its own transaction; refused it leaves none")
    func oneEntry() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let seat = try await AuditedSeat.take(sites)
            try await Self.install(sites.fleet)
            for verb in AuditedRoutes.verbs {
                do {
                    try await Self.withoutTrail(verb, seat)
                    try await Self.withoutCredential(verb, seat)
                    try await Self.done(verb, seat)
                } catch {
                    Issue.record("\(verb.route): \(error)")
                }
            }
        }
    }

    /// The trail refuses its entry: nothing of the verb may stay.
    private static func withoutTrail(_ verb: AuditedVerb, _ seat: AuditedSeat) async throws {
        let request = try await verb.make(seat)
        await seat.sites.hub.funnel.flush()
        await seat.sites.hub.usage.flush()
        let before = try await seat.sites.rows(of: seat.partner, except: counts)
        try await refuse(true, seat.fleet)
        let reply = try await seat.send(request, verb.method)
        try await refuse(false, seat.fleet)
        #expect(reply.status >= 500, "\(verb.route) does without an entry: \(reply.status) \(reply.body)")
        let after = try await seat.sites.rows(of: seat.partner, except: counts)
        for (table, digest) in before where after[table] != digest && !verb.notes.contains(table) {
            Issue.record("\(verb.route) changed \(table) without an entry")
        }
    }

    private static func withoutCredential(_ verb: AuditedVerb, _ seat: AuditedSeat) async throws {
        if case .anew = verb.doer { return }
        var request = try await verb.make(seat)
        request.headers = []
        let reply = try await seat.send(request, verb.method)
        if request.form == nil {
            #expect(reply.status == 401, "\(verb.route): \(reply.status)")
        } else {
            // A page leads to where one signs in, or refuses a form that is nobody's.
            let isLed = reply.headers.first(name: "location")?.contains("sign-in") == true
            #expect(reply.status == 403 || (reply.status == 303 && isLed), "\(verb.route): \(reply.status)")
        }
        #expect(try await entries(reply, seat).isEmpty, "\(verb.route)")
    }

    private static func done(_ verb: AuditedVerb, _ seat: AuditedSeat) async throws {
        let request = try await verb.make(seat)
        let reply = try await seat.send(request, verb.method)
        let isDone = (200..<300).contains(reply.status) || (request.form != nil && reply.status == 303)
        #expect(isDone, "\(verb.route): \(reply.status) \(reply.body)")
        let found = try await entries(reply, seat)
        let trails = verb.trail == .both ? [false, true] : [verb.trail == .platform]
        #expect(
            found.map(\.action).sorted() == trails.flatMap { _ in verb.actions }.sorted(), "\(verb.route): \(found)")
        #expect(Set(found.map(\.isOfPlatform)) == Set(trails), "\(verb.route): \(found)")
        for entry in found {
            #expect(entry.isPlaced != verb.hidesPlace, "\(verb.route) says not from where: \(entry)")
            #expect(entry.tells == verb.tells || verb.actions.count > 1, "\(verb.route): \(entry)")
            let isWho =
                switch verb.doer {
                case .owner: entry.actor == "account:\(seat.owner.account.text)"
                case .member: entry.actor.hasPrefix("account:") && entry.actor != "account:\(seat.owner.account.text)"
                case .operatorToken: entry.actor == "operator:operator"
                case .operating: entry.actor.hasPrefix("operator:op") && entry.actor != "operator:operator"
                case .anew(let prefix): entry.actor.hasPrefix(prefix)
                }
            #expect(isWho, "\(verb.route) by \(entry.actor)")
        }
    }

    /// Of one request, in either trail; whoever's they are.
    private static func entries(_ reply: Wire.Reply, _ seat: AuditedSeat) async throws -> [Entry] {
        let request = reply.headers.first(name: "x-request-id")
        return try await seat.fleet.admin.single(
            """
            select action, actor, false as is_platform, subject_kind, subject_id,
                   coalesce(host(address) = '127.0.0.1' and user_agent = \(AuditedSeat.agent), false) as is_placed,
                   coalesce(before, after) is not null as tells
              from shared.audit_entries where request_id = \(request)
            union all
            select action, actor, true, subject_kind, subject_id,
                   coalesce(host(address) = '127.0.0.1' and user_agent = \(AuditedSeat.agent), false),
                   coalesce(before, after) is not null
              from platform.audit_entries where request_id = \(request)
            """
        ).map { row in
            // The platform's columns came later and may be null: whoever wrote none is found here.
            #expect(try row.get("subject_kind", as: String?.self)?.isEmpty == false)
            #expect(try row.get("subject_id", as: String?.self)?.isEmpty == false)
            return Entry(
                action: try row.get("action"), actor: try row.get("actor"), isPlaced: try row.get("is_placed"),
                tells: try row.get("tells"), isOfPlatform: try row.get("is_platform"))
        }
    }

    /// Written apart from any request, or of no consequence.
    private static let counts: Set = ["api_usage", "funnel_events", "audit_entries"]

    private static func install(_ fleet: TestFleet) async throws {
        _ = try await fleet.admin.lease {
            try await $0.script(
                """
                create function public.refuse_entry() returns trigger language plpgsql as
                  'begin raise exception ''no entry''; end';
                create trigger refuse before insert on shared.audit_entries
                  for each row execute function public.refuse_entry();
                create trigger refuse before insert on platform.audit_entries
                  for each row execute function public.refuse_entry();
                """)
        }
        try await refuse(false, fleet)
    }

    private static func refuse(_ refuses: Bool, _ fleet: TestFleet) async throws {
        let verb = refuses ? "enable" : "disable"
        _ = try await fleet.admin.lease {
            try await $0.script(
                """
                alter table shared.audit_entries \(verb) trigger refuse;
                alter table platform.audit_entries \(verb) trigger refuse;
                """)
        }
    }
}
