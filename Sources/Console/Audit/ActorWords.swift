import Foundation
import Identity
import Localization
import Tenancy
import Vocabulary
import Web

/// Who the actors of a page are, in as many words as its reader may see (`ActorSight`); those who are gone stay gone.
struct ActorWords: Sendable {
    private let known: [String: ActorIdentity]
    private let sight: ActorSight

    static let none = ActorWords(known: [:], sight: ActorSight())

    private init(known: [String: ActorIdentity], sight: ActorSight) {
        self.known = known
        self.sight = sight
    }

    /// One round trip for all of them.
    static func read(
        _ actors: some Sequence<String?>, _ sight: ActorSight, _ names: ActorNames, in scope: TenantScope
    ) async throws -> ActorWords {
        let each = actors.compactMap(\.self).flatMap { $0.split(separator: Self.acting).map(String.init) }
        return ActorWords(known: try await names.read(Set(each), in: scope), sight: sight)
    }

    /// Between an operator and whom they act as, see `AuditActor.signature`.
    private static let acting = " for "

    /// As a file says it; nil where the actor itself says as much.
    ///
    /// - Parameter isErased: of an entry that somebody had their traces taken out of, nobody's name is said.
    func name(_ actor: String?, isErased: Bool = false) -> String? {
        guard let actor, let identity = known[actor] else { return nil }
        return sight.name(actor, identity, isErased: isErased)
    }

    /// A name before its identifier, which leads to `url`.
    func cell(_ actor: String?, _ words: Translator, url: String? = nil, isErased: Bool = false) -> Cell {
        guard let actor else { return .none }
        let both = actor.split(separator: Self.acting).map(String.init)
        if both.count == 2 {
            let (one, person) = (cell(both[0], words), cell(both[1], words, isErased: isErased))
            var cell = Cell(
                words("console.actor.acting", ["actor": .text(one.text), "person": .text(person.text)]), url: url)
            cell.detail = actor
            return cell
        }
        guard let name = name(actor, isErased: isErased) else { return spoken(actor, words, url) }
        var cell = Cell(name == ActorSight.gone ? words("console.actor.gone") : name, url: url)
        cell.detail = actor
        return cell
    }

    private static let operatorPrefix = "operator:"

    /// Those who have no row of the tenant's.
    private func spoken(_ actor: String, _ words: Translator, _ url: String?) -> Cell {
        switch actor {
        case "guest": Cell(words("console.actor.guest"), url: url)
        case "system": Cell(words("console.actor.system"), url: url)
        case let name where name.hasPrefix(Self.operatorPrefix):
            Cell(
                words("console.actor.operator", ["name": .text(String(name.dropFirst(Self.operatorPrefix.count)))]),
                url: url)
        default: .code(actor, url: url)
        }
    }
}
