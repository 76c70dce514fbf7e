import Bookings
import Foundation
import HTTPTypes
import Identity
import Localization
import Pricing
import Vocabulary
import Web

/// The trips of an account, each with the page that its booking has.
struct TripRoutes: Sendable {
    struct Entry: TypedInput {
        let cursor: String
        let told: Told?

        static let typed: [TypedField] = [.carried("cursor", .text(max: 36)), AccountFields.told]

        init(_ typed: TypedFields) {
            cursor = typed["cursor"]
            told = Told(rawValue: typed[Told.field])
        }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(.get, "/{locale}/account/trips", .member, "One's own bookings", gives: [.html()], options: .page) {
                (entry: Entry, context: MemberPageContext) in
                try await page(entry, context, Visit(context.visitor, parts))
            }
        ]
    }

    private func page(_ entry: Entry, _ context: MemberPageContext, _ visit: Visit) async throws -> Answer {
        let before = UUID(uuidString: entry.cursor).map { BookingID($0) }
        // Older pages hold nothing that is still to come.
        let upcoming =
            before == nil ? try await parts.bookings.list.upcoming(of: context.account, in: context.scope) : []
        let past = try await parts.bookings.list.past(of: context.account, before: before, in: context.scope)
        let url = visit.paths.account(.trips)
        let page = TripsPage(
            menu: visit.accountLinks(current: .trips), notices: visit.notices(entry.told),
            upcoming: upcoming.map { trip($0, visit) }, past: past.bookings.map { trip($0, visit) },
            empty: upcoming.isEmpty && past.bookings.isEmpty ? nothing(visit) : nil,
            nextURL: past.next.map { SitePaths.with(url, [("cursor", $0.uuid.text)]) },
            firstURL: before == nil ? nil : url)
        return try visit.accountPage(
            named: TripsPage.template, page, visit.words("account.page.trips"), here: AccountPage.trips.here)
    }

    private func trip(_ dated: DatedBooking, _ visit: Visit) -> TripsPage.Trip {
        let booking = dated.booking
        return TripsPage.Trip(
            hotelName: booking.stay.hotelName, url: visit.paths.booking(booking.id.uuid),
            dates: visit.words.stay(booking.stay.dates), state: visit.words("state.\(dated.state.rawValue)"),
            tone: dated.state.tone, reference: booking.reference.description,
            total: visit.formats.money(booking.price.total))
    }

    private func nothing(_ visit: Visit) -> EmptyState {
        EmptyState(
            title: visit.words("account.trips_empty_title"), text: visit.words("account.trips_empty_text"),
            actions: [
                Link(visit.words("account.trips_search"), visit.paths.home),
                Link(visit.words("layout.manage"), visit.paths.manage),
            ])
    }
}
