import Foundation
import HTTPTypes
import Localization
import Payments
import Postgres
import Tenancy
import Vocabulary
import Web

/// What travellers paid and got back: all partners with what theirs come to, or one partner's, payment by payment.
struct DeskPayments: Sendable {
    let parts: DeskParts

    private var money: PartnersMoney {
        PartnersMoney(desk: parts.tenants, platform: parts.platform, browse: parts.payments)
    }

    var routes: [Route] {
        [
            Route(
                .get, PathTemplate(DeskPart.payments.url), .operate(.payments),
                "Partners by what travellers paid and got back, or one partner's payments and refunds",
                gives: [.html(), Answer.csvOutput, .signIn], refuses: [.init(404, "tenant.unknown")], options: .desk
            ) { (input: DeskMoneyInput, context: OperatorPageContext) in
                let sitting = Sitting(context, parts, at: .payments)
                return try await input.look.tenant == nil ? partners(input, sitting) : moves(input, sitting)
            }
        ]
    }

    private func partners(_ input: DeskMoneyInput, _ sitting: Sitting) async throws -> Answer {
        let (sight, money, filter) = (DeskMoneySight(sitting), money, input.filter)
        let isFile = input.look.format == .csv
        parts.reads.note(PartnersMoney.look(isFile ? "export" : "read", by: sitting.context.auditActor))
        if isFile {
            _ = try sight.partners(input).settled(input.look) { text, _ in text }
            return try await money.sumsFile(filter, isForPeople: true)
        }
        let first = try await money.partners(
            filter, after: input.look.after, limit: ListInput.rowsPerPage + 1)
        return try await sitting.show(
            sight.partners(input), input.look, lead: sitting.words("desk.payments.lead"),
            before: sight.together(first.prefix(ListInput.rowsPerPage).flatMap(\.sums)),
            fields: sight.fields(input), place: { $0.slug }, read: { _, _, _ in first })
    }

    private func moves(_ input: DeskMoneyInput, _ sitting: Sitting) async throws -> Answer {
        let (sight, browse, filter) = (DeskMoneySight(sitting), parts.payments, input.filter)
        let scope = try await money.scope(input.look.tenant ?? "")
        let list = sight.moves
        let isFile = input.look.format == .csv
        parts.reads.note(
            PartnersMoney.look(isFile ? "export" : "read", by: sitting.context.auditActor), scope.entry)
        if isFile {
            let order = try list.ordered(by: MoneyOrder.made, .down).settled(input.look) { _, _ in String?.none }.order
            return try await MoneyExport(
                browse: browse, filter: filter, direction: order?.direction == .up ? .up : .down, scope: scope
            ).answer(isForPeople: true)
        }
        var sums: [MoneySum] = []
        if let filter { sums = try await browse.sums(filter, in: scope) }
        return try await sitting.show(
            list, input.look, by: MoneyOrder.made, .down, lead: sitting.words("desk.payments.one_lead"),
            before: sight.ways(input) + sight.together(sums),
            fields: sight.fields(input), row: { $0 },
            read: { page, limit in
                guard let filter else { return [] }
                return try await browse.list(filter, page, limit: limit, in: scope)
            })
    }
}

/// How somebody looks at them; days are those of Greenwich, as all times of the desk are.
struct DeskMoneyInput: Input {
    let look: ListInput
    /// But for the booking.
    let asked: MoneyFilter
    let reference: String?
    let from: CalendarDate?
    let until: CalendarDate?

    static let form = Form<DeskMoneyInput>(
        ListFields.tenant, MoneyFields.kind, MoneyFields.state, MoneyFields.reference, MoneyFields.currency,
        MoneyFields.needsPerson,
        Field("from", .date, "The first day").optional, Field("until", .date, "The last day").optional,
        ListFields.sort, ListFields.order, ListFields.after, ListFields.format
    ) { tenant, kind, state, reference, currency, needsPerson, from, until, sort, order, after, format in
        if let from, let until, until < from { throw InputFaults("?until", "until_before_from") }
        return DeskMoneyInput(
            look: ListInput(
                state: state?.rawValue, kind: kind?.rawValue, tenant: tenant, sort: sort, order: order, after: after,
                format: format,
                others: [
                    ("reference", reference), ("currency", currency?.code),
                    ("needs_person", needsPerson ? "true" : nil),
                    ("from", from?.description), ("until", until?.description),
                ]),
            asked: MoneyFilter(
                kind: kind, state: state, currency: currency, needsPerson: needsPerson, from: from.map(Self.midnight),
                until: until.map { Self.midnight($0.adding(days: 1)) }), reference: reference, from: from, until: until)
    }

    /// Nil where nothing can fit.
    var filter: MoneyFilter? { asked.naming(reference) }

    private static func midnight(_ day: CalendarDate) -> Date {
        Date(timeIntervalSince1970: Double(day.daysSinceEpoch) * 86_400)
    }
}
