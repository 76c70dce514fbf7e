import Foundation
import Messaging
import NIOHTTP1
import Tenancy
import TestSupport
import Testing

/// A partner whose brand is an attack itself, with its mail, in a whole running hub.
struct HostileSite: Sendable {
    let hub: RunningHub
    let partner: TestPartner
    let brand: String
    let mails: TestMailServer
    let fleet: TestFleet

    /// The second site looks the same ways with some of them, unless there is time.
    var texts: [HostileText] {
        let isLong = ProcessInfo.processInfo.environment["TRAVELHUB_SOAK"] == "1"
        if isLong || partner.entry.isolation == .pooled { return HostileText.all }
        return HostileText.all.enumerated().filter { $0.offset % 5 == 0 }.map(\.element)
    }

    var wire: Wire { hub.wire(partner.host) }
    var platform: Wire { hub.wire(DeskSeat.host) }

    static func run(_ body: @escaping @Sendable (HostileSite) async throws -> Void) async throws {
        let fleet = try await TestFleet.make()
        let mails = try await TestMailServer.start()
        let brands = ["=Zq90\"'<script>zq90()</script>", "Zq91 {{name}} {zq91} <b>&amp; Söhne"]
        let partners = [
            try await provision("halfway", as: "pool", .pooled, brands[0], in: fleet),
            try await provision("hinode", as: "own", .schema, brands[1], in: fleet),
        ]
        let settings = ["SMTP_URL": mails.url, "LIMITS_ANONYMOUS_PER_HOUR": "1000000"]
        try await RunningHub.run(1, on: fleet, withWorker: true, settings: settings) { hubs in
            for (partner, brand) in zip(partners, brands) {
                try await body(
                    HostileSite(hub: hubs[0], partner: partner, brand: brand, mails: mails, fleet: fleet))
            }
        }
        await mails.stop()
        await fleet.close()
    }

    private static func provision(
        _ folder: String, as word: String, _ mode: IsolationMode, _ brand: String, in fleet: TestFleet
    ) async throws -> TestPartner {
        let definition = try TestPartner.definition(folder, word, mode)
        var document = try #require(
            JSONSerialization.jsonObject(with: try definition.canonicalJSON()) as? [String: Any])
        let names = try #require(document["name"] as? [String: Any])
        document["name"] = names.mapValues { _ in brand }
        let changed = try JSONSerialization.data(withJSONObject: document)
        return try await TestPartner.provision(
            try JSONDecoder().decode(TenantDefinition.self, from: changed), in: fleet)
    }

    /// The mails to one address, once there are so many.
    func mails(to address: String, _ count: Int) async throws -> [MailSight] {
        let isThere = try await comesTrue(within: .seconds(60)) { found(address).count >= count }
        #expect(isThere, "\(found(address).count) mails to \(address) of \(count)")
        return found(address).map(MailSight.init)
    }

    private func found(_ address: String) -> [TestMailServer.Mail] { mails.mails.filter { $0.recipients == [address] } }

    /// JSON of a body, whatever is in it.
    static func json(_ body: [String: Any]) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: body), as: UTF8.self)
    }
}

/// What is wrong with many sights, and what those of one kind have in common.
struct Findings: Sendable {
    private(set) var faults: [String] = []
    private var skeletons: [String: [String]] = [:]

    /// - Parameter kind: Sights of one kind have one skeleton, that of the first.
    mutating func see(
        _ reply: Wire.Reply, _ what: String, showing text: String?, status: Int = 200, kind: String? = nil
    ) {
        if reply.status != status { faults.append("\(what): \(reply.status) \(reply.body.prefix(300))") }
        faults += Sight(reply: reply).faults(showing: text).map { "\(what): \($0)" }
        if let kind { compare(PageSight(reply.body).skeleton, what, kind) }
    }

    mutating func see(_ mail: MailSight, _ what: String, showing text: String?, kind: String? = nil) {
        faults += mail.faults(showing: text).map { "mail, \(what): \($0)" }
        if let kind { compare(mail.skeleton, "mail, \(what)", kind) }
    }

    mutating func note(_ fault: String) { faults.append(fault) }

    private mutating func compare(_ skeleton: [String], _ what: String, _ kind: String) {
        guard let first = skeletons[kind] else { return skeletons[kind] = skeleton }
        if skeleton != first {
            faults.append("\(what): built otherwise: \(skeleton.difference(from: first).prefix(4))")
        }
    }

    /// One of each sort.
    func expectNone() {
        let sorts = Dictionary(grouping: faults) { $0.replacing(/zq[0-9]+/, with: "zq") }
        let told = sorts.values.map { "\($0[0].prefix(500)) (\($0.count) such)" }.sorted()
        #expect(faults.isEmpty, "\(faults.count): \(told.prefix(60).joined(separator: "\n"))")
    }
}
