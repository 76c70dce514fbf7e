import Foundation
import NIOHTTP1
import Pricing
import Rates
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import TravelHub

@Suite("Exchange rates at the platform")
struct RatesTests {
    private static let api = "/api/platform/exchange-rates"

    private static func document(_ days: [(String, String)], more: String = "") -> String {
        let cubes = days.map { "<Cube time='\($0.0)'><Cube currency='USD' rate='\($0.1)'/>\(more)</Cube>" }.joined()
        return "<gesmes:Envelope xmlns:gesmes='g' xmlns='e'>\n<Cube>\n\(cubes)\n</Cube></gesmes:Envelope>"
    }

    private static func day(_ ago: Int) -> CalendarDate {
        RateStaleness.today(WallClock.system.now()).adding(days: -ago)
    }

    @Test("programs read what is in force, its age, the history page by page and by currency, and the table")
    func programs() async throws {
        let fleet = try await TestFleet.make()
        _ = try await fleet.pair(.pooled)
        try await RunningHub.run(1, on: fleet) { hubs in
            let seat = OperatorSeat(hub: hubs[0])
            let empty = try await seat.look(Self.api).json
            #expect(empty["in_force"] is NSNull && (empty["data"] as? [Any])?.isEmpty == true)
            #expect(try await seat.look("\(Self.api)/2026-11-25").status == 404)

            let days = (0..<5).map { ("\(Self.day($0))", "1.0\($0)") }
            _ = try await hubs[0].hub.rates.take.take(
                Array(Self.document(days).utf8), origin: "test", actor: "operator:ada")
            var (seen, next): ([String], String?) = ([], "")
            while let cursor = next {
                let page = try await seat.look(
                    "\(Self.api)?currency=USD&limit=2" + (cursor.isEmpty ? "" : "&cursor=\(cursor)")
                ).json
                let rows = try #require(page["data"] as? [[String: Any]])
                seen += rows.compactMap { $0["per_euro"] as? String }
                let inForce = try #require(page["in_force"] as? [String: Any])
                #expect(inForce["date"] as? String == "\(Self.day(0))" && inForce["is_stale"] as? Bool == false)
                #expect(inForce["stale_after_hours"] as? Int == RateStaleness.hoursDefault)
                next = page["next_cursor"] as? String
            }
            #expect(seen == ["1", "1.01", "1.02", "1.03", "1.04"])
            let other = try await seat.look("\(Self.api)?currency=JPY").json
            #expect((other["data"] as? [Any])?.isEmpty == true)
            let one = try await seat.look("\(Self.api)/\(Self.day(2))").json
            #expect((one["rates"] as? [String: String]) == ["USD": "1.02"])
            for wrong in ["?currency=XQX", "?limit=0", "?cursor=nowhere", "/yesterday", "?more=1"] {
                #expect([400, 404, 422].contains(try await seat.look(Self.api + wrong).status), "\(wrong)")
            }
            let file = try await seat.look("\(Self.api)/export?currency=USD&order=up")
            #expect(file.headers.first(name: "content-type")?.hasPrefix("text/csv") == true)
            let lines = file.body.split(separator: "\r\n")
            #expect(lines.count == 6 && lines[0].hasPrefix("date,source,number") && lines[1].hasSuffix("USD,1.04"))
            #expect(try await hubs[0].get(Self.api, host: OperatorSeat.host).status == 401)
        }
    }

    @Test("the page tells what is in force and draws a currency's way in every language, with words for it")
    func page() async throws {
        let fleet = try await TestFleet.make()
        _ = try await fleet.pair(.pooled)
        try await RunningHub.run(1, on: fleet) { hubs in
            let seat = try await DeskSeat.take("ada", at: hubs[0])
            let empty = try await seat.get("/desk/exchange-rates")
            #expect(empty.status == 200 && empty.body.contains("No rates are in force"))
            let days = [("\(Self.day(1))", "1.5"), ("\(Self.day(0))", "1.25"), ("\(Self.day(4))", "1.75")]
            _ = try await hubs[0].hub.rates.take.take(
                Array(Self.document(days).utf8), origin: "<script>", actor: "operator:ada")
            let page = try await seat.get("/desk/exchange-rates?currency=USD")
            #expect(page.body.contains("badge good") && page.body.contains("European Central Bank"))
            #expect(page.body.contains("points=\"0,20 750,120 1000,220\""), "\(page.body)")
            #expect(page.body.contains("Lowest 1.25, highest 1.75, 3 days."))
            #expect(!page.body.contains("<script") && !page.body.contains("style="))
            for language in ["de", "ru", "ar", "ja"] {
                for path in ["/desk/exchange-rates?currency=USD", "/desk/exchange-rates/import"] {
                    let told = try await seat.get(path, language: language)
                    #expect(told.status == 200 && told.body.contains("<html lang=\"\(language)\""))
                    #expect(!told.body.contains("⟦") && !told.body.contains(">desk."), "\(path) in \(language)")
                }
            }
            let file = try await seat.get("/desk/exchange-rates?currency=USD&format=csv")
            #expect(file.body.hasPrefix("\u{FEFF}date,source") && file.body.contains(",USD,1.25"))
        }
    }

    @Test("an operator pastes or uploads a document; its faults are named with their lines, and nothing is taken then")
    func imports() async throws {
        let fleet = try await TestFleet.make()
        _ = try await fleet.pair(.pooled)
        try await RunningHub.run(1, on: fleet) { hubs in
            let seat = try await DeskSeat.take("ada", at: hubs[0])
            let path = "/desk/exchange-rates/import"
            let wrong = try await seat.post(
                path, [("document", Self.document([("\(Self.day(0))", "-1"), ("\(Self.day(-3))", "0")]))])
            #expect(wrong.status == 422 && wrong.body.contains("Line 3: “-1” is not a rate."), "\(wrong.body)")
            #expect(wrong.body.contains("is still to come") && wrong.body.contains("a rate of 0 cannot be"))
            #expect(wrong.body.contains("&lt;Cube time="))
            #expect(try await seat.post(path).status == 422)
            let typed = try await seat.post(path, [("document", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")])
            #expect(typed.status == 422 && typed.body.contains("A document type is not taken."))
            #expect(try await hubs[0].hub.rates.history.newest() == nil)

            let text = Self.document([("\(Self.day(0))", "1.25")], more: "\t<Cube currency='XQX' rate='2'/>")
            #expect(try await seat.post(path, [("document", text)], token: "forged").status == 403)
            let done = try await seat.post(path, [("document", text)])
            let location = try #require(done.headers.first(name: "location"))
            #expect(done.status == 303 && location == "/desk/exchange-rates?done=rates_imported&skipped=XQX")
            let told = try await seat.get(location)
            #expect(told.body.contains("The rates were imported.") && told.body.contains("not known here: XQX"))
            let again = try await seat.post(path, [("document", text)])
            #expect(again.headers.first(name: "location")?.contains("rates_unchanged") == true)
            let audit = try await seat.get("/desk/audit?action=rates.")
            #expect(audit.body.contains("rates.import") && audit.body.contains("ada"))
            // What came is what this process goes by, without being told.
            let isHere = try await comesTrue {
                hubs[0].hub.rates.board.find(.usd, of: .eur, marginBasisPoints: 0) != .none
            }
            #expect(isHere)
        }
    }

    @Test("two processes go by the same rates, and what one imports the other shows")
    func twoProcesses() async throws {
        let fleet = try await TestFleet.make()
        _ = try await fleet.pair(.pooled)
        try await RunningHub.run(2, on: fleet) { hubs in
            _ = try await hubs[0].hub.rates.take.take(
                Array(Self.document([("\(Self.day(0))", "1.25")]).utf8), origin: "test", actor: "system")
            for hub in hubs {
                let isHere = try await comesTrue {
                    hub.hub.rates.board.find(.usd, of: .eur, marginBasisPoints: 0) != .none
                }
                #expect(isHere)
            }
        }
    }
}
