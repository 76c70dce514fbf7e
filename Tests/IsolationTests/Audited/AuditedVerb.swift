import TestSupport

/// A route that changes something, the request that makes it do so, and what the trail has to say of it.
struct AuditedVerb: Sendable {
    enum Trail: Sendable {
        case tenant, platform
        /// What an operator did to a partner's domains stands in both.
        case both
    }

    enum Doer: Sendable {
        case owner, member, operatorToken
        /// Signed in at the platform's own pages.
        case operating
        /// Whom the request itself makes somebody.
        case anew(String)
    }

    struct Request: Sendable {
        let target: String
        var headers: [(String, String)] = []
        var body = "{}"
        /// Another host than the site's.
        var host: String?
        /// What a page's form sends, in place of `body`.
        var form: [(String, String)]?
    }

    /// As the route list has it: `POST /api/me/password`.
    let route: String
    let actions: [String]
    var trail = Trail.tenant
    var doer = Doer.owner
    /// Whether something of before or after is told.
    var tells = true
    /// The entry says nothing of the place: the person's traces were just erased.
    var hidesPlace = false
    /// Tables in which is noted that somebody asked, whatever comes of it.
    var notes: Set<String> = []
    let make: @Sendable (AuditedSeat) async throws -> Request

    init(
        _ route: String, _ actions: String..., trail: Trail = .tenant, doer: Doer = .owner, tells: Bool = true,
        hidesPlace: Bool = false, notes: Set<String> = [],
        make: @escaping @Sendable (AuditedSeat) async throws -> Request
    ) {
        self.route = route
        self.actions = actions
        self.trail = trail
        self.doer = doer
        self.tells = tells
        self.hidesPlace = hidesPlace
        self.notes = notes
        self.make = make
    }

    var method: String { String(route.prefix { $0 != " " }) }
}
