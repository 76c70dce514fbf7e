package import Vocabulary

/// Where the words of a problem come from: the catalogue in one locale, with a tenant's own texts
/// over it. Nil for a key that has no words.
package struct ProblemWords: Sendable {
    package let locale: LocaleTag
    package let text: @Sendable (_ key: String, _ arguments: [String: Problem.Argument]) -> String?

    package init(
        locale: LocaleTag, text: @escaping @Sendable (_ key: String, _ arguments: [String: Problem.Argument]) -> String?
    ) {
        self.locale = locale
        self.text = text
    }

    /// Codes for words: what is left when even the catalogue is not there.
    package static let none = ProblemWords(locale: .english) { _, _ in nil }

    package func title(of problem: Problem) -> String {
        text("problem.\(problem.code).title", problem.arguments) ?? Self.spelled(problem.code)
    }

    package func detail(of problem: Problem) -> String? { text("problem.\(problem.code).detail", problem.arguments) }

    package func detail(of fault: Problem.Fault) -> String {
        text("fault.\(fault.code)", fault.arguments) ?? Self.spelled(fault.code)
    }

    /// `booking.hold_expired` → `booking: hold expired`.
    private static func spelled(_ code: String) -> String {
        code.split(separator: ".").joined(separator: ": ").split(separator: "_").joined(separator: " ")
    }
}
