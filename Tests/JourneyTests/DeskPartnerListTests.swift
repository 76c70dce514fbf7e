import Foundation
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

@Suite("What one partner has, on the operators' console")
struct DeskPartnerListTests {
    private static let count = 115

    @Test("Its looks and hosts are listed whole, in both orders and as files, and no other's among them")
    func whole() async throws {
        let fleet = try await TestFleet.make()
        let one = try await TestPartner.make("halfway", as: "wvuk", .pooled, in: fleet)
        let two = try await TestPartner.make("hinode", as: "zyxq", .schema, in: fleet)
        for (partner, slug, actor) in [(one, "wvuk", "operator:mine"), (two, "zyxq", "operator:other")] {
            _ = try await fleet.tenants.scope(partner.entry).run(
                (0..<Self.count).map { number in
                    """
                    insert into branding_releases (tenant_id, release, document, digest, actor)
                    select tenant_id, \(number) + 1000, document, digest, \(actor)
                      from branding_releases where release = 1
                    """
                })
            for number in 0..<Self.count {
                _ = try await fleet.admin.single(
                    """
                    insert into platform.tenant_hosts (host, tenant_id, is_primary)
                    values (\("h\(1_000 + number).\(slug).example"), \(partner.entry.id), false)
                    """)
            }
        }
        try await RunningHub.run(1, on: fleet) { hubs in
            let seat = try await DeskSeat.take("ada", at: hubs[0])
            let slug = "wvuk"
            let own = try await seat.get("/desk/tenants/\(slug)").body
            for word in ["hosts", "looks"] {
                #expect(own.contains("href=\"/desk/tenants/\(slug)/\(word)\""), "\(word)")
                #expect(try await seat.get("/desk/tenants/nobody/\(word)").status == 404)
            }
            #expect(own.matches(of: /Operator mine/).count == 10, "ten of them, and the way to all")
            for (order, expected) in [
                ("up", Array(1_000..<1_115)), ("down", Array((1_000..<1_115).reversed())),
            ] {
                for (url, sort, mark) in [
                    ("/desk/tenants/\(slug)/looks", "look", /\b(1[,.]?\d{3})\b/),
                    ("/desk/tenants/\(slug)/hosts", "host", /h(1\d{3})\.wvuk\.example/),
                ] {
                    let look = "\(url)?sort=\(sort)&order=\(order)"
                    let file = try await seat.get("\(look)&format=csv").body.components(separatedBy: "\r\n").dropFirst()
                    let filed = file.compactMap { $0.firstMatch(of: mark).flatMap { Int($0.output.1) } }
                    #expect(filed == expected, "the file of \(look)")
                    #expect(try await seat.marks(look, mark) == expected, "\(look)")
                    let page = try await seat.get(look).body
                    #expect(!page.contains("operator:other") && !page.contains("zyxq"), "\(look)")
                }
            }
            #expect(try await seat.get("/desk/tenants/\(slug)/looks?actor=operator:other").body.contains("\"empty\""))
            let declared = try await seat.get("/desk/tenants/\(slug)/hosts?state=declared&q=h1007").body
            #expect(declared.contains("h1007.wvuk.example") && !declared.contains("h1008"))
            #expect(try await seat.get("/desk/tenants/\(slug)/hosts?state=verified").body.contains("class=\"empty\""))
        }
        await fleet.close()
    }
}

extension DeskSeat {
    fileprivate func marks(_ path: String, _ mark: Regex<(Substring, Substring)>) async throws -> [Int] {
        var (found, next): ([Int], String?) = ([], path)
        while let address = next {
            let body = try await get(address).body
            let rows = body.components(separatedBy: "<tr>").dropFirst(2)
            found += rows.compactMap { row in
                row.firstMatch(of: mark).flatMap { Int($0.output.1.filter(\.isNumber)) }
            }
            next = body.firstMatch(of: /<a rel="next" href="([^"]+)"/)
                .map { String($0.output.1).replacing("&amp;", with: "&") }
        }
        return found
    }
}
