import Bookings
import Foundation
import Vocabulary
import Web

/// How much somebody thinks of giving back; left out, all that is left.
struct RefundAskInput: Input {
    let id: UUID
    /// In major units, as people type it.
    let amount: String?

    static let form = Form<RefundAskInput>(
        Field("id", .uuid), Field("amount", .text(max: TypedAmount.lengthMax), "As people type it.").optional
    ) { RefundAskInput(id: $0, amount: $1) }
}

/// What was shown before, and why it is done.
struct RefundInput: Input {
    let id: UUID
    let amount: Money
    let reason: String

    static let form = Form<RefundInput>(
        Field("id", .uuid), Field("amount_minor", .integer(1...Money.minorMax), "What was shown."),
        Field("currency", .currency), StaffCancelInput.reasonField
    ) { RefundInput(id: $0, amount: Money(minor: $1, $2), reason: $3) }
}

/// The same for a program.
struct StaffRefund: Input {
    let id: UUID
    let amount: Money
    let reason: String

    static let form = Form<StaffRefund>(
        "StaffRefundRequest", Field("id", .uuid),
        Field("amount", .money(minor: 1...Money.minorMax), "At most what is left of what was paid."),
        StaffCancelInput.reasonField
    ) { StaffRefund(id: $0, amount: $1, reason: $2) }
}

/// How much a program thinks of giving back.
struct StaffRefundPreview: Input {
    let id: UUID
    let amount: Money

    static let form = Form<StaffRefundPreview>(
        "StaffRefundPreviewRequest", Field("id", .uuid),
        Field("amount", .money(minor: 1...Money.minorMax), "At most what is left of what was paid.")
    ) { StaffRefundPreview(id: $0, amount: $1) }
}
