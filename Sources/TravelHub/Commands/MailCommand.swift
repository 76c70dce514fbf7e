import ArgumentParser
import Messaging
import NameLookup
import Postgres
import Tenancy
import Vocabulary

/// The keys that mail under the platform's own sender is signed with, for whoever runs its domain.
struct MailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail",
        abstract: "The keys that mail from the platform's own address is signed with (DKIM), and reports on mail.",
        subcommands: [Keys.self, MakeKey.self, UseKey.self, Report.self])

    private static let actor: AuditActor = "operator:cli"

    /// Closes the pool whatever the body does.
    private static func with<Result: Sendable>(_ body: (PlatformKeys) async throws -> Result) async throws -> Result {
        let base = try await Launch.base()
        let pool = base.access.pool(.platform, maximum: 1)
        let keys = MailHouse.platformKeys(
            base, platform: PlatformDatabase(pool: pool), resolver: NameResolver(servers: base.settings.nameServers))
        do {
            let result = try await body(keys)
            await pool.close()
            return result
        } catch {
            await pool.close()
            throw error
        }
    }

    private static func show(_ sight: PlatformKeys.Sight) {
        print(
            """
            \(sight.key.selector)  \(sight.key.algorithm.rawValue)  \(sight.state.rawValue)  \(sight.createdAt.rfc3339)
              \(sight.recordName)  TXT
              \(sight.record)
            """)
    }

    struct Keys: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Each key with the record that publishes it: made, signing, or retired.")

        func run() async throws {
            let sights = try await MailCommand.with { try await $0.list() }
            if sights.isEmpty { print("no key: mail from the platform's own address leaves unsigned") }
            for sight in sights { MailCommand.show(sight) }
        }
    }

    struct MakeKey: AsyncParsableCommand {
        enum Algorithm: String, ExpressibleByArgument, CaseIterable {
            case rsa
            case ed25519
        }

        static let configuration = CommandConfiguration(
            abstract: "Make a key. Publish its record, then use it; until then the one before signs.")

        @Option(help: "Every receiver checks rsa; some do not know ed25519 yet.")
        var algorithm = Algorithm.rsa

        func run() async throws {
            let wanted: DKIMKey.Algorithm = algorithm == .rsa ? .rsa : .ed25519
            MailCommand.show(try await MailCommand.with { try await $0.make(wanted, MailCommand.actor) })
        }
    }

    struct UseKey: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sign with a key whose record stands. The one before is retired; leave its record for some days.")

        @Argument(help: "The key's selector.")
        var selector: String

        @Flag(help: "Do not look for the record.")
        var unseen = false

        func run() async throws {
            do {
                try await MailCommand.with { try await $0.use(selector, unseen: unseen, MailCommand.actor) }
            } catch PlatformKeys.Fault.unknown {
                throw ValidationError("there is no key \(selector)")
            } catch PlatformKeys.Fault.namesUnreachable {
                throw ValidationError("the name servers of the domain could not be asked; nothing was changed")
            } catch PlatformKeys.Fault.notPublished(let found) {
                throw ValidationError(
                    "the record of \(selector) does not stand; nothing was changed"
                        + (found.isEmpty ? "" : ". Found: \(found.joined(separator: " | "))"))
            }
            print("\(selector): signing")
        }
    }
}
