import Foundation
import Messaging
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import TravelHub

@Suite("The download of an account's data")
struct AccountDownloadTests {
    @Test(
        "Holds what its holder agreed to, what was written to them and what the trail tells of them, and of nobody else"
    )
    func whole() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let seat = try await AuditedSeat.take(sites)
            let (ada, eve) = (try await seat.person(), try await seat.person())
            for person in [ada, eve] {
                let changed = try await seat.wire.json(
                    "/api/me/password", person.bearer,
                    "{\"password\":\"\(AuditedSeat.password)\",\"new_password\":\"another passphrase\"}")
                #expect(changed.status == 204, "\(changed.body)")
                let index = seat.key.blindIndex(person.email)
                for isGranted in [true, false] {
                    try await seat.scope.transaction { tx in
                        try await MailConsents(identifiers: sites.fleet.identifiers).record(
                            isGranted, of: index, kind: "news",
                            source: person.email == ada.email ? "account" : "checkout",
                            requestID: nil, in: tx)
                    }
                }
            }
            #expect(try await seat.wire.get("/api/admin/users/\(ada.account.text)", seat.owner.bearer).status == 200)
            await sites.hub.reads.flush()
            let file = try await seat.wire.get("/api/me/export", ada.bearer)
            #expect(file.status == 200, "\(file.body)")
            let document = try #require(
                try JSONSerialization.jsonObject(with: Data(file.body.utf8)) as? [String: Any])
            func rows(_ name: String) throws -> [[String: Any]] { try #require(document[name] as? [[String: Any]]) }
            #expect(try rows("consents").map { $0["is_granted"] as? Bool } == [false, true])
            #expect(try rows("consents").allSatisfy { $0["source"] as? String == "account" })
            let mails = try rows("mails")
            #expect(mails.contains { $0["template"] as? String == "password_changed" }, "\(mails)")
            #expect(mails.allSatisfy { ($0["state"] as? String)?.isEmpty == false })
            let trail = try rows("trail")
            let actions = trail.compactMap { $0["action"] as? String }
            for action in ["account.log_in", "account.password_changed", "account.read"] {
                #expect(actions.contains(action), "\(action) in \(actions)")
            }
            #expect(document["trail_is_whole"] as? Bool == true)
            for entry in trail {
                let isOwn = entry["actor"] as? String == "account:\(ada.account.text)"
                // From where the staff looked is the staff's.
                #expect((entry["address"] is String) == isOwn, "\(entry)")
            }
            for other in [eve.account.text, eve.email] { #expect(!file.body.contains(other)) }

            // Whom somebody of the staff looked at, or looked for, is not that somebody's to take away.
            for path in ["users/\(eve.account.text)", "audit?actor=account:\(eve.account.text)"] {
                #expect(try await seat.wire.get("/api/admin/\(path)", seat.owner.bearer).status == 200)
            }
            await sites.hub.reads.flush()
            let staff = try await seat.wire.get("/api/me/export", seat.owner.bearer).body
            #expect(staff.contains("\"account.read\"") && staff.contains("\"audit.read\""))
            #expect(!staff.contains(eve.account.text) && !staff.contains(ada.account.text))
        }
    }
}
