import Bookings
import Foundation
import Localization
import Messaging
import Pricing
package import Tenancy
package import Vocabulary

/// Puts papers into the words of one reader, as the partner speaks them.
package struct PaperWords {
    let words: Translator
    let brand: String
    let look: PaperLook

    package init(_ profile: TenantProfile, _ locale: LocaleTag) {
        words = profile.translator(locale)
        brand = PlainLine.clean(profile.name(in: locale), max: 80)
        look = PaperLook(of: profile.branding)
    }

    func t(_ key: String, _ arguments: [String: MessageArgument] = [:]) -> String { words("paper.\(key)", arguments) }

    /// A foreign value: nothing in it is read as anything but text, and none turns the line around it.
    func value(_ text: String, max: Int = PlainLine.scalarsMax) -> String {
        PlainLine.isolated(PlainLine.clean(text, max: max), in: words.direction)
    }

    func money(_ money: Money) -> String { words.formats.money(money) }

    /// The day of an instant on the partner's clock.
    func day(_ instant: Date, _ zone: String) -> String {
        (try? Deadline(instant: instant, zone: zone)).map { words.formats.date($0.date, .long) } ?? instant.rfc3339
    }

    func fact(_ key: String, _ text: String) -> PaperSheet.Fact { PaperSheet.Fact(label: t(key), value: text) }

    func sum(_ key: String, _ amount: Money, isChief: Bool = false) -> PaperSheet.Sum {
        PaperSheet.Sum(label: t(key), amount: money(amount), isChief: isChief)
    }

    /// One that is nothing is not told.
    func something(_ key: String, _ amount: Money, isChief: Bool = false) -> [PaperSheet.Sum] {
        amount.minor == 0 ? [] : [sum(key, amount, isChief: isChief)]
    }

    func sheet(
        _ heading: String, about subject: String, date: Date, _ seller: PaperSeller, _ stay: PaperStay,
        lead: String? = nil, addressee: PaperSheet.Passage? = nil, facts: [PaperSheet.Fact], table: PaperSheet.Table?,
        notes: [String]
    ) -> PaperSheet {
        let country = words.formats.displayName(ofRegion: seller.country)
        let registration = seller.registration.map { [value($0)] } ?? []
        let words = words
        return PaperSheet(
            locale: words.locale, date: date, title: "\(heading) \(subject)", brand: brand,
            sender: [value(seller.company)] + seller.address.map { value($0) } + [country] + registration,
            heading: heading, lead: lead, addressee: addressee, facts: facts, stay: passage(stay), table: table,
            notes: notes, footer: ([value(seller.company)] + registration).joined(separator: " · "),
            pageWords: { words("paper.page", ["page": .number($0), "pages": .number($1)]) }, look: look)
    }

    private func passage(_ stay: PaperStay) -> PaperSheet.Passage {
        let dates = words.formats.dateRange(stay.checkIn, stay.checkOut)
        let nights = stay.checkOut.daysSinceEpoch - stay.checkIn.daysSinceEpoch
        return PaperSheet.Passage(
            title: words("stay.title"),
            lines: [
                value(stay.hotelName), value(stay.hotelAddress),
                "\(dates) · \(words("unit.nights", ["count": .number(nights)]))",
            ].filter { !$0.isEmpty })
    }

    func movements(_ paid: [PaidLine], _ zone: String) -> [PaperSheet.Row] {
        paid.map { line in
            PaperSheet.Row(
                text: t(line.kind.rawValue, ["method": .text(value(line.method))]), note: day(line.at, zone),
                amount: money(line.kind == .payment ? line.amount : .zero(line.amount.currency) - line.amount))
        }
    }
}
