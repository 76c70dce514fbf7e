import Inventory
import Pricing
import Vocabulary
package import Web

extension BookingExplanation {
    package func answer(_ depth: Depth) -> Answer {
        .json(cache: .never) { json in
            json.object { json in
                json.member("reference", reference.description)
                json.member("hotel_name", hotelName)
                json.member("check_in", dates.checkIn)
                json.member("check_out", dates.checkOut)
                json.member("currency", currency.code)
                json.member("rooms", array: { json in for room in rooms { write(room, depth, to: &json) } })
                json.member("dropped_rooms", dropped: dropped)
                json.member("price", price: price)
                json.member("cancellation", array: { json in Self.write(terms, to: &json) })
                if depth == .staff { writeShares(to: &json) }
                json.member("definition_version", definitionVersion)
                json.member("is_exact", isExact)
            }
        }
    }

    private func write(_ room: Room, _ depth: Depth, to json: inout JSONWriter) {
        json.object { json in
            json.member("name", room.name)
            json.member("board", room.board)
            json.member("adults", room.explanation.occupancy.adults)
            json.member("child_ages", room.explanation.occupancy.childAges)
            json.member(
                "nights", array: { json in for night in room.explanation.nights { write(night, depth, to: &json) } })
            json.member(
                "charges", array: { json in for charge in room.explanation.charges { Self.write(charge, to: &json) } })
            json.member("price", price: room.explanation.quote.price)
            json.member("cancellation", array: { json in Self.write(room.terms, to: &json) })
            guard depth == .staff else { return }
            json.member("derivation_basis_points", room.derivation.basisPoints)
            json.member("derivation", Money(minor: room.derivation.minor, currency))
            json.member("markup_basis_points", room.markupBasisPoints)
        }
    }

    private func write(_ night: RoomExplanation.Night, _ depth: Depth, to json: inout JSONWriter) {
        func money(_ minor: Int) -> Money { Money(minor: minor, currency) }
        json.object { json in
            json.member("date", night.date)
            if depth == .staff {
                json.member("rate", money(night.steps.rateMinor))
                json.member("derived", money(night.steps.derivedMinor))
                json.member("supplement", money(night.steps.supplementMinor))
                json.member("net", money(night.steps.netMinor))
                json.member("markup", money(night.steps.markupMinor))
            }
            json.member("amount", money(night.steps.amountMinor))
        }
    }

    private static func write(_ charge: RoomExplanation.Charge, to json: inout JSONWriter) {
        json.object { json in
            json.member("code", charge.rule.code)
            json.member("kind", charge.rule.kind.rawValue)
            json.member("basis", charge.rule.basis.rawValue)
            json.member("value", charge.rule.value)
            json.member("nights_max", charge.rule.nightsMax)
            json.member("from_age", charge.rule.fromAge)
            json.member("included", charge.line.isIncluded)
            json.member("payable", charge.line.payable.rawValue)
            json.member("amount", charge.line.amount)
        }
    }

    private static func write(_ terms: CancellationTerms, to json: inout JSONWriter) {
        for window in terms.windows {
            json.object { json in
                json.member("begins_at", window.begins?.instant)
                json.member("local", window.begins.map { "\($0.date) \($0.time) \($0.zone)" })
                json.member("penalty", window.penalty)
            }
        }
    }

    /// Who gets which part of what is paid through us, and what the platform's fee is of.
    private func writeShares(to json: inout JSONWriter) {
        json.member("platform_fee", platformFee)
        guard let shares else { return }
        json.member(
            "shares",
            object: { json in
                json.member("total", shares.total)
                json.member("supplier", shares.supplier)
                json.member("tax", shares.tax)
                json.member("revenue", shares.total - shares.supplier - shares.tax - platformFee)
            })
    }

    package static func schema(_ depth: Depth) -> Schema {
        let isStaff = depth == .staff
        let name = isStaff ? "Staff" : ""
        let more: [Schema.Property] =
            isStaff
            ? [
                .init("platform_fee", .money),
                .init(
                    "shares",
                    .object(
                        "BookingShares",
                        [
                            .init("total", .money), .init("supplier", .money), .init("tax", .money),
                            .init("revenue", .money),
                        ], closed: true)),
            ] : []
        return .object(
            "\(name)BookingExplanation",
            [
                .init("reference", .text), .init("hotel_name", .text), .init("check_in", .date),
                .init("check_out", .date), .init("currency", .text), .init("rooms", .array(room(isStaff, name))),
                .init("dropped_rooms", PriceSchema.dropped), .init("price", PriceSchema.price),
                .init("cancellation", .array(window)),
            ] + more + [
                .init("definition_version", .count),
                .init("is_exact", .boolean.annotated("What was worked out again is what was agreed.")),
            ], closed: true)
    }

    private static func room(_ isStaff: Bool, _ name: String) -> Schema {
        let steps: [Schema.Property] =
            isStaff ? ["rate", "derived", "supplement", "net", "markup"].map { .init($0, .money) } : []
        let rules: [Schema.Property] =
            isStaff
            ? [
                .init("derivation_basis_points", .integer(nil)), .init("derivation", .money),
                .init("markup_basis_points", .integer(nil)),
            ] : []
        return .object(
            "\(name)ExplainedRoom",
            [
                .init("name", .text), .init("board", .choice(RatePlan.Board.allCases.map(\.rawValue))),
                .init("adults", .count), .init("child_ages", .array(.count)),
                .init(
                    "nights",
                    .array(
                        .object(
                            "\(name)ExplainedNight", [.init("date", .date)] + steps + [.init("amount", .money)],
                            closed: true))),
                .init("charges", .array(charge)), .init("price", PriceSchema.price),
                .init("cancellation", .array(window)),
            ] + rules, closed: true)
    }

    private static let window = Schema.object(
        "ExplainedWindow",
        [
            .init("begins_at", .nullable(.instant)), .init("local", .nullable(.text)), .init("penalty", .money),
        ], closed: true)

    private static let charge = Schema.object(
        "ExplainedCharge",
        [
            .init("code", .text), .init("kind", .choice(StayCharge.Kind.allCases.map(\.rawValue))),
            .init("basis", .choice(StayCharge.Basis.allCases.map(\.rawValue))),
            .init("value", .integer(nil).annotated("Basis points or minor units, as `basis` says.")),
            .init("nights_max", .nullable(.count)), .init("from_age", .count), .init("included", .boolean),
            .init("payable", .choice(Payable.allCases.map(\.rawValue))), .init("amount", .money),
        ], closed: true)
}
