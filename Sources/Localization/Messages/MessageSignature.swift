/// The arguments a message takes and what each must be: the contract between a key, the code that
/// passes values, and everyone who translates or overrides the text.
package struct MessageSignature: Hashable, Sendable {
    package enum Kind: Hashable, Sendable, CustomStringConvertible {
        /// Shown as it is: any value will do.
        case any
        case number
        case date
        case time
        /// One of these words picks a branch of a `select`; `other` is always there.
        case choice(Set<String>)

        package var description: String {
            switch self {
            case .any: "any value"
            case .number: "a number"
            case .date: "a date"
            case .time: "a time"
            case .choice(let words): "a choice of " + words.sorted().joined(separator: ", ")
            }
        }
    }

    package private(set) var arguments: [String: Kind]

    package init(arguments: [String: Kind] = [:]) { self.arguments = arguments }

    /// Nil when the argument is used twice as two kinds that cannot be one value.
    func adding(_ name: String, _ kind: Kind) -> MessageSignature? {
        var result = self
        switch (arguments[name], kind) {
        case (nil, _), (.any, _): result.arguments[name] = kind
        case (_, .any): break
        case (.choice(let known), .choice(let more)): result.arguments[name] = .choice(known.union(more))
        case (.date, .time), (.time, .date): break
        case (let known, _): guard known == kind else { return nil }
        }
        return result
    }

    /// What keeps a text with this signature from standing in for `base`.
    func faults(against base: MessageSignature) -> [CatalogueFault.Problem] {
        var faults: [CatalogueFault.Problem] = []
        for name in base.arguments.keys.sorted() where arguments[name] == nil {
            faults.append(.argumentMissing(name))
        }
        for (name, kind) in arguments.sorted(by: { $0.key < $1.key }) {
            guard let expected = base.arguments[name] else {
                faults.append(.argumentUnknown(name))
                continue
            }
            switch (kind, expected) {
            case (.any, _): break
            case (.choice(let words), .choice(let known)):
                faults += words.subtracting(known).sorted().map { .choiceUnknown(argument: name, word: $0) }
            case (.date, .time), (.time, .date): break
            default:
                if kind != expected { faults.append(.argumentKind(name, found: kind, expected: expected)) }
            }
        }
        return faults
    }
}
