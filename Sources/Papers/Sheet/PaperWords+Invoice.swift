import Bookings
import Foundation
import Inventory
import Localization
import Messaging
import Pricing
import Tenancy
import Vocabulary

extension PaperWords {
    package func invoice(_ paper: IssuedPaper) -> PaperSheet {
        let (content, number) = (paper.content, paper.number.description)
        return sheet(
            t(paper.kind.rawValue), about: number, date: paper.issuedAt, content.seller, content.stay,
            lead: lead(content),
            addressee: addressee(paper.buyer),
            facts: [
                fact("number", number), fact("date", day(paper.issuedAt, content.zone)),
                fact("reference", content.stay.reference),
                fact("currency", words.formats.displayName(of: content.currency)),
            ],
            table: PaperSheet.Table(
                text: t("description"), amount: t("amount"), rows: rows(content),
                sums: content.credit == nil ? sums(content) : [sum("total_credited", content.total, isChief: true)]),
            notes: notes(content))
    }

    private func lead(_ content: InvoiceContent) -> String? {
        if let credit = content.credit {
            return t("credits", ["invoice": .text(credit.invoice), "date": .text(day(credit.issuedAt, content.zone))])
        }
        return content.correction.map {
            t(
                "corrects",
                [
                    "invoice": .text($0.invoice), "date": .text(day($0.issuedAt, content.zone)),
                    "note": .text($0.creditNote),
                ])
        }
    }

    private func addressee(_ buyer: PaperBuyer?) -> PaperSheet.Passage {
        guard let buyer else { return PaperSheet.Passage(title: t("buyer"), lines: [t("buyer_gone")]) }
        let address = buyer.address.map { PlainLine.cleanLines($0) } ?? []
        let lines =
            [buyer.company, buyer.name].compactMap(\.self).map { value($0) }
            + address.map { value($0) }
            + (buyer.taxNumber.map { [t("tax_number", ["number": .text(value($0))])] } ?? [])
        return PaperSheet.Passage(title: t("buyer"), lines: lines.filter { !$0.isEmpty })
    }

    private func rows(_ content: InvoiceContent) -> [PaperSheet.Row] {
        let isCredit = content.credit != nil
        let signed = { (amount: Money) in money(isCredit ? .zero(amount.currency) - amount : amount) }
        let penalty = content.credit.flatMap { credit in
            credit.penalty.minor == 0
                ? nil : PaperSheet.Row(text: t("penalty"), note: nil, amount: money(credit.penalty))
        }
        return content.price.rooms.map { PaperSheet.Row(text: room($0), note: board($0), amount: signed($0.base)) }
            + content.price.charges.map {
                PaperSheet.Row(text: charge($0), note: note($0), amount: signed($0.amount))
            }
            + (content.price.kept ?? []).map {
                PaperSheet.Row(text: t("kept", ["room": .text(value($0.room))]), note: nil, amount: signed($0.amount))
            } + [penalty].compactMap(\.self)
    }

    private func room(_ room: PaperPrice.Room) -> String {
        guard let occupancy = Occupancy(room.occupancy) else { return value(room.name) }
        let children = occupancy.childAges.count
        let people =
            [words("unit.adults", ["count": .number(occupancy.adults)])]
            + (children > 0 ? [words("unit.children", ["count": .number(children)])] : [])
        return words("unit.room_of", ["room": .text(value(room.name)), "guests": .text(words.formats.list(people))])
    }

    private func board(_ room: PaperPrice.Room) -> String? {
        let key = "board.\(room.board)"
        return words.has(key) ? words(key) : nil
    }

    /// The tax by its name and rate: `VAT, 10%`.
    private func charge(_ charge: PaperPrice.Charge) -> String {
        let name = name(of: charge)
        guard let rate = charge.rate else { return name }
        return t(
            "charge_of", ["name": .text(name), "rate": .text(text(rate, charge.amount.currency))])
    }

    /// The partner's own in the reader's language, else ours, else what it is.
    private func name(of charge: PaperPrice.Charge) -> String {
        if let names = charge.name, let own = names[words.locale] ?? names.locales.first.flatMap({ names[$0] }) {
            return value(own)
        }
        let key = "charge.\(charge.code)"
        return words.has(key) ? words(key) : t("any_\(charge.kind)")
    }

    private func text(_ rate: PaperPrice.Rate, _ currency: CurrencyCode) -> String {
        let fixed: [String: MessageArgument] = ["amount": .text(money(Money(minor: rate.value, currency)))]
        let told =
            switch StayCharge.Basis(rawValue: rate.basis) {
            case .percent, nil: words.formats.percent(basisPoints: rate.value)
            case .perStay: t("rate_per_stay", fixed)
            case .perRoomNight: t("rate_per_room_night", fixed)
            case .perPersonNight: t("rate_per_person_night", fixed)
            }
        guard let nights = rate.nightsMax else { return told }
        return t("rate_nights_max", ["rate": .text(told), "count": .number(nights)])
    }

    private func note(_ charge: PaperPrice.Charge) -> String? { charge.isDueAtProperty ? t("at_property") : nil }

    private func sums(_ content: InvoiceContent) -> [PaperSheet.Sum] {
        [sum("total", content.total, isChief: true)]
            + something("paid", content.paid)
            + something("refunded", content.refunded)
            + something("due_at_property", content.price.dueAtProperty)
            + something("outstanding", content.outstanding)
    }

    private func notes(_ content: InvoiceContent) -> [String] {
        if let replacement = content.credit?.replacement { return [t("replaced", ["invoice": .text(replacement)])] }
        if content.credit != nil { return content.paid.minor == 0 ? [t("credit_nothing_paid")] : [t("credit_refund")] }
        return content.paid.minor == 0 && content.outstanding.minor == 0 ? [t("nothing_paid")] : []
    }
}
