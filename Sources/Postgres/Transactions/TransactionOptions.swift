/// How a transaction isolates itself and how often it may be tried again.
package struct TransactionOptions: Sendable {
    package enum Isolation: Sendable {
        case readCommitted, repeatableRead, serializable
    }

    package static let retriesMaxDefault = 3

    package var isolation: Isolation
    package var readOnly: Bool
    /// Times the whole body is run again after 40001 or 40P01.
    package var retriesMax: Int

    package init(
        isolation: Isolation = .readCommitted, readOnly: Bool = false, retriesMax: Int = retriesMaxDefault
    ) {
        self.isolation = isolation
        self.readOnly = readOnly
        self.retriesMax = retriesMax
    }

    var begin: SQL {
        switch (isolation, readOnly) {
        case (.readCommitted, false): "begin isolation level read committed"
        case (.readCommitted, true): "begin isolation level read committed read only"
        case (.repeatableRead, false): "begin isolation level repeatable read"
        case (.repeatableRead, true): "begin isolation level repeatable read read only"
        case (.serializable, false): "begin isolation level serializable"
        case (.serializable, true): "begin isolation level serializable read only"
        }
    }
}
