/// What went wrong, as RFC 9457 tells it: a stable code and a status. The words come from the
/// catalogue at the border (`problem.<code>.title`, `.detail`), in the reader's language.
package struct Problem: Error, Hashable, Sendable {
    /// One wrong place of the input.
    package struct Fault: Hashable, Sendable {
        /// RFC 6901 pointer into the body (`/contact/email`), or `?name` for a query parameter.
        package let pointer: String
        /// Stable code, also the key of its words: `fault.<code>`.
        package let code: String
        package let arguments: [String: Argument]

        package init(_ pointer: String, _ code: String, _ arguments: [String: Argument] = [:]) {
            self.pointer = pointer
            self.code = code
            self.arguments = arguments
        }
    }

    package enum Argument: Hashable, Sendable {
        case text(String)
        case number(Int)
        case money(Money)
        case list([String])
    }

    package let status: Int
    /// `<feature>.<fault>`, for example `booking.hold_expired`.
    package let code: String
    package let arguments: [String: Argument]
    package let faults: [Fault]
    /// Further members of the document, for example `available_actions`.
    package let members: [String: Argument]
    /// Seconds for `Retry-After`.
    package let retryAfterSeconds: Int?

    package init(
        _ status: Int, _ code: String, _ arguments: [String: Argument] = [:], faults: [Fault] = [],
        members: [String: Argument] = [:], retryAfterSeconds: Int? = nil
    ) {
        self.status = status
        self.code = code
        self.arguments = arguments
        self.faults = faults
        self.members = members
        self.retryAfterSeconds = retryAfterSeconds
    }
}
