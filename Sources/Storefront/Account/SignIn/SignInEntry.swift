import Localization
import Web

/// What was typed to sign in, and where to go on then.
struct SignInEntry: TypedInput {
    let email: String
    let password: String
    let next: NextPage
    let told: Told?
    let refused: RefusedWay?

    static let typed = [
        AccountFields.email, AccountFields.password, AccountFields.next, AccountFields.told, AccountFields.refused,
    ]

    init(_ typed: TypedFields) {
        email = typed["email"]
        password = typed["password"]
        next = NextPage(typed[SignInNeeded.nextField])
        told = Told(rawValue: typed[Told.field])
        refused = RefusedWay(typed[RefusedWay.field])
    }
}

/// What a page says at its head of the step before it. Only these words: an address cannot put others there.
enum Told: String, CaseIterable, Sendable {
    case reset
    case deleted
    case left
    case over
    case email
    case welcome
    case saved
    case asked
    case password
    case news
    case ended
    case factor
    case linked
    case unlinked
    case cardRemoved = "card_removed"

    static let field = "told"

    var tone: Notice.Tone { self == .over ? .warning : .positive }

    func on(_ path: String) -> String { SitePaths.with(path, [(Self.field, rawValue)]) }
}

/// Why another's account did not sign in, by the code that the way back bears. Only codes of that way are told.
struct RefusedWay: Sendable, Hashable {
    static let field = "problem"

    let code: String

    init?(_ typed: String) {
        guard ["oidc.", "auth.", "account."].contains(where: typed.hasPrefix) else { return nil }
        code = typed
    }
}

extension Visit {
    func notices(_ refused: RefusedWay?) -> [Notice] {
        guard let refused, words.has("problem.\(refused.code).detail") else { return [] }
        return [Notice(.danger, words("problem.\(refused.code).detail"))]
    }

    func notices(_ told: Told?) -> [Notice] {
        told.map { [Notice($0.tone, words("account.told.\($0.rawValue)"))] } ?? []
    }
}
