import Tenancy
package import Web

/// In as many words as a reader may see of others: a colleague's name where the reader may see the staff, a program's
/// where the keys, otherwise enough to recognise one by. The same on a page, in a file and in an answer.
package struct ActorSight: Sendable {
    private let seesStaff: Bool
    private let seesKeys: Bool
    /// Themselves they know.
    private let own: String?

    /// Operators recognise a partner's people, and do not read their names.
    package static let `operator` = ActorSight(seesKeys: true)

    package init(seesStaff: Bool = false, seesKeys: Bool = false, own: String? = nil) {
        self.seesStaff = seesStaff
        self.seesKeys = seesKeys
        self.own = own
    }

    package init(_ caller: Caller) {
        self.init(
            seesStaff: caller.rights.allow(StaffRight(.staff, .read)),
            seesKeys: caller.rights.allow(StaffRight(.keys, .read)), own: caller.name)
    }

    /// What a file says in place of who is gone.
    package static let gone = "erased"

    /// - Parameter isErased: of an entry that somebody had their traces taken out of, nobody's name is said.
    package func name(_ actor: String, _ identity: ActorIdentity, isErased: Bool = false) -> String? {
        if isErased, identity != .gone { return nil }
        switch identity {
        case .account(let name, let email, let isStaff):
            return actor == own || (isStaff && seesStaff) ? name : email.masked
        case .key(let name, let prefix): return seesKeys ? name : prefix
        case .gone: return Self.gone
        }
    }
}
