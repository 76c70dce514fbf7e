import Foundation
import Postgres
import Tenancy
import TestSupport

/// A fault in what all tables rely on, made in a running database; the attacks have to notice it.
struct SeamMutant: Sendable, CustomStringConvertible {
    enum Change: Sendable {
        /// A function is made anew without one of its checks: what stood between the two marks.
        case cut(function: StaticString, from: String, to: String, replacement: String)
        /// Statements of the administrator.
        case script(String)
        /// The transaction's context is set otherwise.
        case context(Arena.Context)
    }

    let description: String
    let change: Change

    struct Unfit: Error, CustomStringConvertible {
        let description: String
    }

    /// An attack's complaint in either mode, or nil when the fault went unnoticed.
    func noticed() async throws -> String? {
        for mode in IsolationMode.allCases {
            let arena = try await arena(mode)
            let complaint = try await Self.firstComplaint(arena)
            await arena.close()
            if let complaint { return complaint }
        }
        return nil
    }

    private func arena(_ mode: IsolationMode) async throws -> Arena {
        guard case .context(let context) = change else {
            let arena = try await Arena.make(mode)
            try await apply(arena.fleet)
            return arena
        }
        return try await Arena.make(mode, context: context)
    }

    private func apply(_ fleet: TestFleet) async throws {
        switch change {
        case .context: return
        case .script(let text): _ = try await fleet.admin.lease { try await $0.script(text) }
        case .cut(let function, let from, let to, let replacement):
            let definition: String = try await fleet.admin.single(
                "select pg_get_functiondef(\("\(function)")::regprocedure) as definition"
            ).only().get("definition")
            guard let start = definition.range(of: from),
                let end = definition[start.lowerBound...].range(of: to)
            else { throw Unfit(description: "\(self): the check to be cut is not there") }
            let mutated = definition.replacingCharacters(in: start.lowerBound..<end.lowerBound, with: replacement)
            _ = try await fleet.admin.lease { try await $0.script(mutated) }
        }
    }

    /// First each attack's own outcome, which tells most mutants apart; then what is left behind.
    private static func firstComplaint(_ arena: Arena) async throws -> String? {
        if let left = try await arena.aftermath().first { return "without any attack: \(left)" }
        for attack in Attack.all {
            if let complaint = await arena.outcome(of: attack) { return "\(attack): \(complaint)" }
        }
        for oracle in Oracle.all {
            if let complaint = await arena.consult(oracle).first { return complaint }
        }
        for attack in Attack.all {
            if let complaint = await arena.assault(attack).first { return complaint }
        }
        return nil
    }
}
