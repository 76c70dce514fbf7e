import Foundation
import Payments
import Postgres
import StripeSandbox
import Synchronization
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import TravelHub

/// Two sites with accounts at the sandbox, and the rounds that are played on them.
struct FaultRun: Sendable {
    struct Site: Sendable {
        let market: Market
        let account: OpenedAccount
        let scope: TenantScope
        /// Of two rooms that are paid in advance.
        let offer: @Sendable () async throws -> String
        let bank: CardBank
    }

    let sites: [Site]
    let fleet: TestFleet
    let house: MortalHouse
    let stripe: TestStripe

    static func open(
        _ partners: [TestPartner], _ fleet: TestFleet, _ house: MortalHouse, _ stripe: TestStripe,
        _ environment: [String: String]
    ) async throws -> FaultRun {
        var sites: [Site] = []
        let hub = try Hub(base: try await RunningHub.base(fleet, settings: environment))
        for partner in partners {
            let currency = partner.definition.currencies.charge[0].code.lowercased()
            let account = try await stripe.account(partner.word, currency: currency)
            let scope = fleet.tenants.scope(partner.entry)
            try await hub.payments.connect.connect(
                .init(
                    processor: .sandbox, publishableKey: account.publishableKey, secretKey: account.secretKey,
                    eventsURL: "http://\(partner.host):\(house.port)\(PaymentsFeature.eventsPath)"),
                takesRealMoney: false, AuditActor("operator:test"), in: scope)
            let market = Market(partner, fleet, port: house.port)
            let hotel = try await market.hotel()
            try await market.setStock(100_000, of: hotel)
            sites.append(
                Site(
                    market: market, account: account, scope: scope,
                    offer: {
                        let offers = try await market.paidOffers(of: hotel)
                        return try #require(offers.first)
                    }, bank: CardBank(stripe: stripe, account: account)))
        }
        return FaultRun(sites: sites, fleet: fleet, house: house, stripe: stripe)
    }

    /// Returns how many bookings were made.
    func round(_ breakage: Breakage, buyers: Int, _ random: inout SeededGenerator) async throws -> Int {
        var travellers: [PayingTraveller] = []
        for site in sites {
            let offer = try await site.offer()
            for _ in 0..<buyers {
                travellers.append(
                    PayingTraveller(
                        market: site.market, house: house, stripe: stripe, account: site.account, offer: offer,
                        card: .drawn(&random),
                        comesBack: Int.random(in: 0..<3, using: &random) > 0,
                        then: PayingTraveller.Then.allCases.randomElement(using: &random) ?? .nothing))
            }
        }
        let event = Breakage.events.randomElement(using: &random) ?? Breakage.events[0]
        try await stripe.control("POST", "event_rules", event)
        let fault = breakage.fault
        if let fault { try await stripe.control("POST", "faults", fault) }
        let before = try await bookingCount()
        let made = try await withThrowingTaskGroup(of: String?.self) { group in
            for traveller in travellers { group.addTask { try await traveller.travel() } }
            let stop = Finished()
            async let killing: Void = die(breakage, unless: stop)
            var made: Set<String> = []
            for try await booking in group { if let booking { made.insert(booking) } }
            stop.set()
            try await killing
            return made.count
        }
        try await stripe.control("DELETE", "faults")
        try await stripe.control("DELETE", "event_rules")
        let written = try await bookingCount() - before
        #expect(written == made, "\(breakage.name): a booking twice, or lost")
        for site in sites { try await site.bank.decide(share: 0.3, &random) }
        return made
    }

    /// When the fault is met, or all is over without.
    private func die(_ breakage: Breakage, unless finished: Finished) async throws {
        guard let victim = breakage.victim else { return }
        let asked = breakage.fault == nil ? 0 : 2
        _ = try await comesTrue(within: .seconds(60)) {
            if finished.isSet { return true }
            guard asked > 0 else { return try await anythingUnderWay() }
            return try await stripe.control("GET", "faults").body.contains(#""count":2"#) == false
        }
        try await house.kill(victim)
    }

    private func anythingUnderWay() async throws -> Bool {
        for site in sites {
            let count: Int = try await site.scope.run(
                "select count(*) as count from payments where state = 'capturing'"
            )
            .only().get("count")
            if count > 0 { return true }
        }
        return false
    }

    private func bookingCount() async throws -> Int {
        var count = 0
        for site in sites {
            count += try await site.scope.run("select count(*) as count from bookings").only().get(
                "count", as: Int.self)
        }
        return count
    }

    func check(isQuiet: Bool, _ comment: Comment) async throws {
        for site in sites {
            try await PaidInvariants.check(
                site.scope, stripe.totals(of: site.account), isQuiet: isQuiet, comment)
        }
    }
}

/// Set once, read by whoever waits.
private final class Finished: Sendable {
    private let state = Mutex(false)
    var isSet: Bool { state.withLock { $0 } }
    func set() { state.withLock { $0 = true } }
}

extension Market {
    /// Offers of two rooms for two nights that are paid in advance.
    func paidOffers(of hotel: String) async throws -> [String] {
        let reply = try await wire.get(
            "/api/hotels/\(hotel)?check_in=\(Self.day(0))&check_out=\(Self.day(2))&room=2&room=2")
        return reply.body.components(separatedBy: #""offer_id":""#).dropFirst().compactMap { part in
            guard let range = part.range(of: #""payable":""#), part[range.upperBound...].hasPrefix("now") else {
                return nil
            }
            return part.split(separator: "\"").first.map(String.init)
        }
    }
}
