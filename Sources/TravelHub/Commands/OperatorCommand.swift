import ArgumentParser
import Foundation
import Identity
import Postgres
import Tenancy
import Vocabulary
import Web

/// The people who run the platform; the first of them is made here, where nobody can sign in yet.
struct OperatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "operator", abstract: "Make, list, block and unblock the platform's operators.",
        subcommands: [Add.self, List.self, Block.self, Unblock.self])

    static let actor: AuditActor = "operator:cli"

    /// Closes the pool whatever the body does.
    static func with<Result: Sendable>(_ body: (Operators) async throws -> Result) async throws -> Result {
        let base = try await Launch.base()
        let pool = base.access.pool(.platform, maximum: 1)
        let operators = IdentityHouse.operators(
            base, platform: PlatformDatabase(pool: pool), hasher: try PasswordHasher(secrets: .system),
            rule: PasswordRule(breached: nil), attempts: nil)
        do {
            let result = try await body(operators)
            await pool.close()
            return result
        } catch {
            await pool.close()
            throw error
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an operator; password, authenticator secret and recovery codes are told this once.")

        @Argument(help: "How the audit trail calls them, for good: lower-case letters, digits, dot, dash.")
        var name: String

        @Option(help: "What they sign in with.")
        var email: String

        func run() async throws {
            guard let address = EmailAddress(email) else { throw ValidationError("\(email) is no e-mail address") }
            let password = Data(SecretSource.system.bytes(18)).base64EncodedString()
            let made: Operators.Made
            do {
                made = try await OperatorCommand.with {
                    try await $0.make(name, email: address, password: password, actor: OperatorCommand.actor)
                }
            } catch let problem as Problem where problem.code == "operator.exists" {
                throw ValidationError("the name or the address is taken")
            } catch IdentityError.invalid {
                throw ValidationError("\(name) is no name for an operator")
            }
            print(
                """
                \(name) signs in at the platform's host, under /sign-in
                password         \(password)
                authenticator    \(made.factor.base32)
                                 \(made.address)
                recovery codes   \(made.recoveryCodes.map(\.description).joined(separator: "\n                 "))
                """)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Who runs the platform.")

        func run() async throws {
            for one in try await OperatorCommand.with({ try await $0.list() }) {
                let seen = one.seenAt.map { "last seen \($0.rfc3339)" } ?? "never seen"
                print("\(one.name)  \(one.email)  \(one.isOpen ? "open" : "blocked")  \(seen)")
            }
        }
    }

    struct Block: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Sign an operator out everywhere, and keep them out.")
        @Argument(help: "The operator.") var name: String
        func run() async throws { try await OperatorCommand.set(name, isOpen: false) }
    }

    struct Unblock: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let a blocked operator in again.")
        @Argument(help: "The operator.") var name: String
        func run() async throws { try await OperatorCommand.set(name, isOpen: true) }
    }

    private static func set(_ name: String, isOpen: Bool) async throws {
        do {
            try await with { try await $0.set(name, isOpen: isOpen, actor: actor) }
        } catch let problem as Problem {
            throw ValidationError(
                problem.code == "operator.last" ? "the last operator cannot be blocked" : "no operator of that name")
        }
        print("\(name): \(isOpen ? "open" : "blocked")")
    }
}
