package import Mustache

/// What a template may name. Conforming types answer by a `switch`, because the mirror that
/// swift-mustache falls back on costs microseconds a look-up.
package protocol PageModel: MustacheParent, Sendable {}

/// A value that is known and empty.
///
/// A model that answers nil sends the look-up on to the models around it; an absent value ends it.
package struct Absent: MustacheCustomRepresentation {
    package init() {}
    package var representation: Any? { nil }
}

/// The value, or `Absent` in its place.
package func present(_ value: (some Any)?) -> Any? {
    guard let value else { return Absent() }
    return value
}
