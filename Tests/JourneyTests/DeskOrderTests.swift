import Foundation
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

/// Lists that are read from place to place, in orders whose values are alike in many rows.
@Suite("The orders of the operators' lists")
struct DeskOrderTests {
    private static let count = 115

    private struct Row {
        let mark: String
        let values: [String: Int]
    }

    /// In both directions, on the pages and in the file.
    private func look(_ rows: [Row], _ path: String, _ seat: DeskSeat, natural: String) async throws {
        for sort in [natural] + (rows.first?.values.keys.sorted() ?? []) {
            let up = rows.enumerated().sorted {
                ($0.element.values[sort] ?? 0, $0.offset) < ($1.element.values[sort] ?? 0, $1.offset)
            }.map(\.element.mark)
            for (order, expected) in [("up", up), ("down", up.reversed())] {
                let look = "\(path)sort=\(sort)&order=\(order)"
                var (found, next): ([String], String?) = ([], look)
                while let address = next {
                    let body = try await seat.get(address).body
                    let rows = body.components(separatedBy: "<tr>").dropFirst(2)
                    found += rows.compactMap { $0.firstMatch(of: /mark-\d{4}/).map { String($0.output) } }
                    next = body.firstMatch(of: /<a rel="next" href="([^"]+)"/)
                        .map { String($0.output.1).replacing("&amp;", with: "&") }
                }
                #expect(found == expected, "\(look)")
                let file = try await seat.get("\(look)&format=csv").body.components(separatedBy: "\r\n").dropFirst()
                let filed = file.compactMap { $0.firstMatch(of: /mark-\d{4}/).map { String($0.output) } }
                #expect(filed == expected, "the file of \(look)")
            }
        }
    }

    private static func mark(_ number: Int) -> String { "mark-\(String(10_000 + number).dropFirst())" }

    /// In their order: those of one millisecond are made in any.
    private static func identifiers(_ fleet: TestFleet) -> [UUID] {
        (0..<count).map { _ in fleet.identifiers.next() }.sorted { $0.text < $1.text }
    }

    @Test("Jobs stand once in each of their orders, and partners in each of theirs")
    func orders() async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(.pooled)
        let states = ["dead", "ready", "scheduled"]
        let jobs = (0..<Self.count).map { number in
            Row(
                mark: Self.mark(number),
                values: ["due": number % 4, "queue": number % 3, "state": number % 3, "attempt": number % 5])
        }
        let ids = Self.identifiers(fleet)
        for (number, job) in jobs.enumerated() {
            let owner = number % 2 == 0 ? one.id : two.id
            _ = try await fleet.admin.single(
                """
                insert into shared.jobs
                  (tenant_id, job_id, queue, kind, arguments, envelope, state, run_at, attempt, fault)
                values (\(owner), \(ids[number]), \(["bulk", "mail", "ordinary"][number % 3]), 'test.order',
                        '{}', '', \(states[number % 3]),
                        timestamptz '2036-01-01 00:00Z' + \(job.values["due"]) * interval '1 hour',
                        \(Int32(number % 5)), \(job.mark))
                """)
        }
        let partners = (0..<Self.count).map { number in
            Row(
                mark: Self.mark(number),
                values: ["state": number % 2, "isolation": number % 2, "created": number % 7, "changed": number % 6])
        }
        let partnerIDs = Self.identifiers(fleet)
        for (number, partner) in partners.enumerated() {
            _ = try await fleet.admin.single(
                """
                insert into platform.tenants (tenant_id, slug, kind, isolation, state, schema_name, created_at, changed_at)
                select \(partnerIDs[number]), \(partner.mark), 'live', \(["pooled", "schema"][number % 2]),
                       \(["active", "suspended"][number % 2]), schema_name,
                       timestamptz '2026-01-01 00:00Z' + \(number % 7) * interval '1 hour',
                       timestamptz '2026-02-01 00:00Z' + \(number % 6) * interval '1 hour'
                  from platform.tenants where tenant_id = \(one.id)
                """)
        }
        try await RunningHub.run(1, on: fleet) { hubs in
            let seat = try await DeskSeat.take("ada", at: hubs[0])
            try await look(jobs, "/desk/jobs?q=test.order&", seat, natural: "created")
            try await look(partners, "/desk/tenants?q=mark-&", seat, natural: "slug")
            let dead = try await seat.get("/desk/jobs?q=test.order&state=dead&kind=mail").body
            #expect(dead.contains("class=\"empty\"") && !dead.contains("mark-"))
            let unknown = try await seat.get("/desk/jobs?state=nothing").body
            #expect(unknown.contains("class=\"empty\"") && !unknown.contains("mark-"))
        }
        await fleet.close()
    }
}
