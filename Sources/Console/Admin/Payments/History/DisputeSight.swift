import Localization
import Payments
import Web

/// What banks want back of a site's payments, on the pages of what it is wanted of.
struct DisputeSight: Sendable {
    let seat: Seat

    init(_ seat: Seat) { self.seat = seat }

    private func t(_ key: String) -> String { seat.t("console.payments.\(key)") }

    /// Nothing where no bank has asked.
    func blocks(_ disputes: [Dispute]) -> [Block] {
        guard !disputes.isEmpty else { return [] }
        let rows = disputes.map { dispute -> [Cell] in
            [
                .code(dispute.processorName), Cell(seat.words.formats.money(dispute.amount)),
                Cell(t("dispute_state.\(dispute.state.rawValue)"), tone: dispute.state.isEnd ? .plain : .bad),
                .code(dispute.reason), seat.moment(dispute.answerBy), seat.moment(dispute.openedAt),
                seat.moment(dispute.closedAt),
            ]
        }
        let columns = [
            t("processor_name"), t("amount"), seat.t("console.keys.state"), t("cause_label"), t("answer_by"), t("made"),
            t("settled_at"),
        ]
        return [.table(Table(caption: t("disputes"), columns, rows))]
    }
}
