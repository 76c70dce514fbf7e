/// The page of a site on which a look is judged before others see it: the console asks for it, the site draws it.
package enum PreviewedPage: String, CaseIterable, Hashable, Sendable {
    case front
    case results
    case hotel
    case signIn = "sign_in"
    /// Of a booking that nobody made.
    case confirmation
}
