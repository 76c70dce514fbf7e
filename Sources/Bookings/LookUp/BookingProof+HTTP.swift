package import HTTPTypes
import Vocabulary
import Web

extension HTTPField.Name {
    /// Tokens that a hold answered with, one or more; told by header, so that no address carries them.
    package static let bookingAccess: HTTPField.Name = {
        guard let name = HTTPField.Name("X-Booking-Access") else { preconditionFailure("not a field name") }
        return name
    }()
}

extension BookingProof {
    /// What a request shows beside the identifier. Something that is no token proves nothing, and is
    /// refused like a wrong one.
    static func shown(_ fields: HTTPFields, email: String? = nil) throws(BookingError) -> BookingProof {
        if let field = fields[.bookingAccess] {
            guard let token = AccessToken(field) else { throw .notFound }
            return .token(token)
        }
        // An identifier lies in addresses and logs, so alone it opens nothing.
        guard let email else { throw .notFound }
        guard let address = EmailAddress(email) else { throw .notFound }
        return .email(address)
    }
}

/// The booking that a path names.
struct BookingPath: Input {
    let id: BookingID

    static let form = Form<BookingPath>("BookingPath", field) { BookingPath(id: $0) }
    static let field = Field("id", Kind.uuid.map("format") { BookingID($0) }, "The booking's identifier.")
}
