import Bookings
import Localization
import Vocabulary

extension PaperWords {
    /// - Parameter traveller: who answers for the booking; empty where they are not told.
    package func receipt(_ receipt: ReceiptContent, for traveller: String) -> PaperSheet {
        let nothing = receipt.paid.isEmpty && receipt.outstanding.minor == 0
        let name = value(traveller)
        return sheet(
            t("receipt"), about: receipt.stay.reference, date: receipt.date, receipt.seller, receipt.stay,
            lead: t("as_of", ["date": .text(day(receipt.date, receipt.zone))]),
            addressee: name.isEmpty ? nil : PaperSheet.Passage(title: t("guest"), lines: [name]),
            facts: [fact("reference", receipt.stay.reference), fact("booking_total", money(receipt.total))],
            table: PaperSheet.Table(
                text: t("movements"), amount: t("amount"), rows: movements(receipt.paid, receipt.zone),
                sums: sums(receipt)),
            notes: [
                receipt.penalty == nil ? nil : t("cancelled"), nothing ? t("nothing_paid") : nil,
            ].compactMap(\.self))
    }

    private func sums(_ receipt: ReceiptContent) -> [PaperSheet.Sum] {
        let kept = sum("paid_in_all", receipt.paid.kept(receipt.currency), isChief: true)
        let penalty = receipt.penalty.map { [sum("penalty", $0)] } ?? []
        let desk = receipt.penalty == nil ? something("due_at_property", receipt.dueAtProperty) : []
        return [kept] + penalty + desk + something("outstanding", receipt.outstanding)
    }
}
