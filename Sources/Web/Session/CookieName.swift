/// Every cookie there is, of the sites and of the platform's own host, without its prefix. None is set or read by
/// another name, so that whoever has to know them all, as the proof of isolation has, counts them here.
package enum CookieName: String, CaseIterable, Sendable {
    /// The visitor's session, which forms are bound to.
    case visit
    case locale
    case currency
    /// What was agreed to beyond the necessary.
    case consent
    /// Which bookings this browser may open.
    case bookings
    /// A look at a brand before it is published.
    case preview
    /// A session of a traveller or of somebody of the staff.
    case account
    /// A session of an operator, on the platform's host alone.
    case `operator`
    /// A log-in under way at a provider.
    case oidc
}
