import Foundation
import Jobs
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import Messaging
@testable import TravelHub

@Suite("Every mail there is, of two sites at once")
struct MailSweepTests {
    @Test(
        "Speaks of its own site in every language of it: its links, its name and its pictures, and none of the other's",
        arguments: [(IsolationMode.pooled, IsolationMode.pooled), (.schema, .pooled)])
    func own(one: IsolationMode, two: IsolationMode) async throws {
        try await SweptSites.serve(one, two) { sites in
            let partners = [sites.attacker, sites.victim]
            var written: [String: Int] = [:]
            // By turns, so that whatever a worker keeps of the one is there when it writes for the other.
            for template in MailTemplate.allCases {
                for partner in partners {
                    written[partner.word, default: 0] += try await Self.write(template, partner, sites)
                }
            }
            let worker = sites.hub.queueWorker(
                name: "sweep", sites.hub.jobHandlers, queues: [SendMail.queue], sites.hub.app)
            while try await worker.turn() > 0 {}
            for (partner, other) in [(partners[0], partners[1]), (partners[1], partners[0])] {
                let mails = Self.mails(of: partner, sites)
                let unsent = try await Self.unsent(partner, sites)
                #expect(mails.count == written[partner.word], "\(unsent)")
                for mail in mails { for fault in mail.faults(partner, beside: other) { Issue.record("\(fault)") } }
            }
        }
    }

    @Test("A mail's row that was carried to the other site is opened there by nobody")
    func carried() async throws {
        try await SweptSites.serve(.pooled, .pooled) { sites in
            let (mine, theirs) = (sites.attacker, sites.victim)
            for template in MailTemplate.allCases { _ = try await Self.write(template, theirs, sites) }
            _ = try await sites.fleet.admin.single("delete from shared.jobs")
            let rows = try await sites.fleet.admin.single(
                "update pooled.outgoing_mails set tenant_id = \(mine.entry.id), unique_key = null returning mail_id")
            try await sites.fleet.tenants.scope(mine.entry).transaction { tx in
                for row in rows { try await sites.hub.jobs.enqueue(SendMail(mail: try row.get("mail_id")), in: tx) }
            }
            let worker = sites.hub.queueWorker(
                name: "sweep", sites.hub.jobHandlers, queues: [SendMail.queue], sites.hub.app)
            while try await worker.turn() > 0 {}
            #expect(Self.mails(of: mine, sites).isEmpty && Self.mails(of: theirs, sites).isEmpty)
            let sent = try await sites.fleet.admin.single(
                "select 1 from pooled.outgoing_mails where state = 'sent' or sent_at is not null")
            #expect(rows.count >= MailTemplate.allCases.count && sent.isEmpty)
        }
    }

    /// One in each language of the site, of what a preview shows: the same message for both sites.
    private static func write(
        _ template: MailTemplate, _ partner: SweptPartner, _ sites: SweptSites
    ) async throws -> Int {
        let scope = sites.fleet.tenants.scope(partner.entry)
        let definition = try await sites.hub.profiles.profile(partner.entry).definition
        let recipient = MailSamples.recipient
        let message = MailSamples.message(template, now: Date(), currency: definition.currencies.charge[0])
        let index = try await sites.fleet.dataKeys.key(of: partner.entry.id).blindIndex(recipient.address.normal)
        let mail = sites.hub.mail
        try await scope.transaction { tx in
            if template.weight == .consented {
                try await mail.consents.record(
                    true, of: index, kind: template.rawValue, source: "test", requestID: nil, in: tx)
            }
            for locale in definition.locales {
                try await mail.enqueue.enqueue(message, to: recipient, in: locale, in: tx)
            }
        }
        return definition.locales.count
    }

    private static func mails(of partner: SweptPartner, _ sites: SweptSites) -> [SweptMail] {
        let folder = FolderTransport(
            directory: sites.hub.base.settings.dataDirectory.appendingPathComponent("mail"))
        return folder.names(in: partner.word).compactMap { name in
            folder.message(partner.word, name).map { SweptMail(text: $0) }
        }
    }

    private static func unsent(_ partner: SweptPartner, _ sites: SweptSites) async throws -> [String] {
        try await sites.fleet.tenants.scope(partner.entry).run(
            "select template || ' ' || state || ' ' || coalesce(fault, '') as told from outgoing_mails where state <> 'sent'"
        ).map { try $0.get("told") }
    }
}

/// A mail as its reader's program has it.
private struct SweptMail {
    let text: String

    /// What it says that it should not, or does not say.
    func faults(_ partner: SweptPartner, beside other: SweptPartner) -> [String] {
        let mail = MailPart(text)
        let told = mail.all.map(\.text).joined(separator: "\n")
        let whole = [text, told].joined(separator: "\n").lowercased()
        var faults: [String] = []
        let subject = mail.field("subject") ?? ""
        func want(_ isTrue: Bool, _ fault: String) {
            if !isTrue { faults.append("\(partner.word) \(subject): \(fault)") }
        }
        want(!whole.contains(other.word), "names the other site")
        want(!whole.contains("\(other.entry.id)"), "names the other by its number")
        want(told.lowercased().contains(partner.word), "does not name its own site")
        let hosts = Set(told.lowercased().matches(of: /https?:\/\/([a-z0-9.-]+)/).map { String($0.1) })
        want(hosts.contains(partner.host), "leads to \(hosts), not to \(partner.host)")
        want(hosts.allSatisfy { $0.contains(partner.word) }, "leads to \(hosts)")
        return faults
    }
}
