import HTTPTypes
import Vocabulary
package import Web

extension BookingProof {
    /// What a request shows beside the identifier. Something that is no token proves nothing, and is
    /// refused like a wrong one.
    package static func shown(
        _ arrival: Arrival, email: String? = nil
    ) throws(BookingError) -> BookingProof {
        if let field = arrival.head.headerFields[.bookingAccess] {
            guard let token = AccessToken(field) else { throw .notFound }
            return .token(token)
        }
        if let email {
            guard let address = EmailAddress(email) else { throw .notFound }
            return .email(address)
        }
        // An identifier lies in addresses and logs, so alone it opens nothing.
        guard let account = arrival.caller?.account else { throw .notFound }
        return .account(account)
    }
}

/// The booking that a path names, and the contact's e-mail for who lost the answer that told the token:
/// it is told once, and an answer that is given again does not have it.
package struct BookingPath: Input {
    package let id: BookingID
    package let email: String?

    package init(id: BookingID, email: String?) {
        self.id = id
        self.email = email
    }

    package static let form = Form<BookingPath>("BookingPath", field, emailField) { BookingPath(id: $0, email: $1) }
    package static let emailField = Field(
        "email", .text(max: EmailAddress.lengthMax), "The contact's, instead of `X-Booking-Access`."
    ).optional
    package static let field = Field("id", Kind.uuid.map("format") { BookingID($0) }, "The booking's identifier.")
}
