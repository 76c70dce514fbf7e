import Bookings
import Foundation
import NIOHTTP1
@testable import Payments
import Postgres
import Pricing
import StripeSandbox
import Tenancy
import TestSupport
import Testing
import Vocabulary

/// Travellers with an account, and what they save.
extension Till {
    static let returnURL = "http://127.0.0.1/en/bookings/back"

    /// An account of the site.
    func member(_ fleet: TestFleet) async throws -> UUID {
        let account = fleet.identifiers.next()
        _ = try await scope.run(
            """
            insert into accounts
              (tenant_id, account_id, email_sealed, email_index, name_sealed, data_key_number, locale)
            values (\(scope.tenant), \(account), '\\x00', sha256(\(account.text)::bytea), '\\x00', 1, 'en')
            """)
        return account
    }

    /// Goes to pay as `account` says, and on as far as that leads.
    @discardableResult
    func choose(
        _ choice: CardChoice, as account: UUID, for booking: BookingID
    ) async throws -> Payment {
        try await goOn(try await goToPay(.init(account: account, choice: choice), for: booking), as: account)
    }

    /// As the routes do: whatever is let go for it is over, and told is what is paid now.
    @discardableResult
    func goToPay(_ payer: GoToPay.Payer, for booking: BookingID) async throws -> PaymentID {
        _ = try await say(payer, for: booking)
        try await feature.cards.goToPay.beginAnew(booking, .identifier, as: payer, Self.cause, in: scope)
        return try #require(try await feature.read.last(of: booking, in: scope))
    }

    /// The choice is written; the processor knows of nothing.
    func say(_ choice: CardChoice, as account: UUID, for booking: BookingID) async throws -> PaymentID {
        try await say(.init(account: account, choice: choice), for: booking)
    }

    private func say(_ payer: GoToPay.Payer, for booking: BookingID) async throws -> PaymentID {
        try await scope.settle { tx in
            try await feature.cards.goToPay.begin(booking, .identifier, as: payer, key: shop.key, Self.cause, in: tx)
        }.payment
    }

    @discardableResult
    func goOn(_ payment: PaymentID, as account: UUID?) async throws -> Payment {
        try await feature.cards.pay.goOn(payment, as: account, returnURL: Self.returnURL, Self.cause, in: scope)
    }

    func form(_ payment: PaymentID, as account: UUID?, seesForm: Bool = true) async throws -> ReadPayments.CardForm {
        try await feature.read.cardForm(payment, shownTo: .init(account, seesForm: seesForm), in: scope)
    }

    /// As the browser's script that has the secret: it may do what the publishable key may.
    func inBrowser(
        _ method: HTTPMethod, _ form: ReadPayments.CardForm, card: String? = nil
    ) async throws -> Wire.Reply {
        let fields = "client_secret=\(form.clientSecret)"
        let headers = [
            ("authorization", "Bearer \(form.publishableKey)"), ("content-type", "application/x-www-form-urlencoded"),
        ]
        let intent = form.clientSecret.components(separatedBy: "_secret_")[0]
        let wire = Wire(port: stripe.port, host: "localhost:\(stripe.port)")
        guard let card else { return try await wire.send("GET", "/v1/payment_intents/\(intent)?\(fields)", headers) }
        return try await wire.send(
            "POST", "/v1/payment_intents/\(intent)/confirm", headers, body: "\(fields)&payment_method=\(card)")
    }

    func held(from: Int = 0) async throws -> BookingID {
        try await shop.hold(try await shop.offer(from: from, nights: 1, rooms: [try Occupancy(adults: 2)])).booking.id
    }

    /// A booking paid with a card that its holder saved.
    @discardableResult
    func save(_ name: String = "pm_card_visa", as account: UUID, from: Int = 0) async throws -> SavedCard {
        let payment = try await choose(.another(saves: true), as: account, for: try await held(from: from))
        #expect(try await pay(payment.id, with: name).status == 200)
        #expect(try await settle(payment.id).state == .captured)
        return try #require(try await cards(of: account).first)
    }

    func cards(of account: UUID) async throws -> [SavedCard] {
        try await feature.cards.list(of: account, in: scope)
    }

    /// One that is at the processor and here, whatever it does when it is charged.
    func attach(_ name: String, to account: UUID, beside card: SavedCard) async throws -> SavedCard {
        let customer = try await scope.run(
            """
            select c.customer_id, c.processor_name from processor_customers c
              join saved_cards s on s.tenant_id = c.tenant_id and s.customer_id = c.customer_id
             where s.card_id = \(card.id.uuid)
            """
        ).only()
        let attached = try await stripeCall(
            "payment_methods/\(name)/attach", [("customer", try customer.get("processor_name"))])
        let method = try attached.expect("id")
        _ = try await scope.run(
            """
            insert into saved_cards
              (tenant_id, card_id, customer_id, processor_name, kind, digits, expiry_month, expiry_year)
            values (\(scope.tenant), \(UUID()), \(try customer.get("customer_id", as: UUID.self)), \(method), 'visa',
                    '0341', 12, 2090)
            """)
        return try #require(try await cards(of: account).first { $0.name == method })
    }

    /// What the sandbox has of a kind: `customers`.
    func atStripe(_ path: String) async throws -> Wire.Reply {
        try await Wire(port: stripe.port, host: "localhost:\(stripe.port)").send(
            "GET", "/v1/\(path)", [("authorization", "Bearer \(account.secretKey)")])
    }

    func customers() async throws -> Int {
        try await atStripe("customers?limit=100").body.matches(of: /"id":"cus_/).count
    }

    /// Whether the sandbox still keeps it for somebody.
    func isKept(_ card: SavedCard) async throws -> Bool {
        try await atStripe("payment_methods/\(card.name)").body.contains(#""customer":"cus_"#)
    }
}
