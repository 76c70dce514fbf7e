import Localization
import Web

/// What was typed to sign in, and where to go on then.
struct SignInEntry: TypedInput {
    let email: String
    let password: String
    let next: NextPage
    let told: Told?

    static let fields = [
        outline("email", max: 300), outline("password", max: 600), outline(SignInNeeded.nextField, max: 600),
        outline(Told.field, max: 20),
    ]

    init(_ typed: TypedFields) {
        email = typed["email"]
        password = typed["password"]
        next = NextPage(typed[SignInNeeded.nextField])
        told = Told(rawValue: typed[Told.field])
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

    static let field = "told"

    var tone: Notice.Tone { self == .over ? .warning : .positive }

    func on(_ path: String) -> String { SitePaths.with(path, [(Self.field, rawValue)]) }
}

extension Visit {
    func notices(_ told: Told?) -> [Notice] {
        told.map { [Notice($0.tone, words("account.told.\($0.rawValue)"))] } ?? []
    }
}
