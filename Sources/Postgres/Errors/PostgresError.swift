/// What the server refused, or why it was not reached.
///
/// The fields are those of the protocol's ErrorResponse; constraint and table are what a feature
/// maps to its own error.
package struct PostgresError: Error, Hashable {
    /// What a caller decides by. Any class of SQLSTATE not named here is `.server`.
    package enum Kind: String, Sendable {
        case uniqueViolation, foreignKeyViolation, checkViolation, notNullViolation, exclusionViolation
        case serializationFailure, deadlockDetected, lockNotAvailable, queryCancelled
        case insufficientPrivilege, raised, server
        /// The server can not be reached, is shutting down, or was lost.
        case unavailable
        /// No connection became free in time.
        case poolTimeout
        /// The statement took longer than its deadline and was cancelled.
        case deadlineExceeded
        /// The pool, connection or transaction has ended.
        case closed
        /// The connection settings are wrong; trying again will not help.
        case misconfigured
        /// The caller asked for what can not be done; the message says what.
        case misuse
    }

    package let kind: Kind
    /// Five characters, SQLSTATE; nil when the server did not answer.
    package let sqlState: String?
    package let message: String
    package var detail: String?
    package var hint: String?
    package var schema: String?
    package var table: String?
    package var column: String?
    package var constraint: String?
    /// The text of the statement at fault, without its values.
    package var statement: String?
    /// True when the connection was lost after the statement had been sent: it may have happened.
    package var outcomeUnknown = false

    package init(kind: Kind, message: String) {
        self.kind = kind
        self.sqlState = nil
        self.message = message
    }

    package init(sqlState: String, message: String) {
        self.kind = Kind(sqlState: sqlState)
        self.sqlState = sqlState
        self.message = message
    }

    /// Whether the same transaction may succeed when it is run again from its start (40001, 40P01).
    package var isRetryable: Bool { kind == .serializationFailure || kind == .deadlockDetected }

    static let poolClosed = PostgresError(kind: .closed, message: "the pool is closed")
    /// The link was gone before anything was sent, so nothing can have happened.
    static let connectionClosed = PostgresError(
        kind: .unavailable, message: "the connection was lost before the statement was sent")
    static let leaseOver = PostgresError(kind: .closed, message: "the connection was given back to its pool")
    static let transactionOver = PostgresError(kind: .closed, message: "the transaction has ended")
}

extension PostgresError: CustomStringConvertible {
    package var description: String {
        var lines = [[sqlState, message].compactMap { $0 }.joined(separator: " ")]
        if let detail { lines.append("detail: \(detail)") }
        if let hint { lines.append("hint: \(hint)") }
        if let constraint { lines.append("constraint: \(constraint)") }
        if let statement { lines.append("in: \(statement)") }
        return lines.joined(separator: "; ")
    }
}

extension PostgresError.Kind {
    init(sqlState: String) {
        switch sqlState {
        case "23505": self = .uniqueViolation
        case "23503": self = .foreignKeyViolation
        case "23514": self = .checkViolation
        case "23502": self = .notNullViolation
        case "23P01": self = .exclusionViolation
        case "40001": self = .serializationFailure
        case "40P01": self = .deadlockDetected
        case "55P03": self = .lockNotAvailable
        case "57014": self = .queryCancelled
        case "42501": self = .insufficientPrivilege
        case "P0001": self = .raised
        case "57P01", "57P02", "57P03", "57P05", "53300": self = .unavailable
        default: self = sqlState.hasPrefix("08") ? .unavailable : .server
        }
    }
}
