import ArgumentParser
import Tenancy

/// The steps of a partner's life that leave its data alone.
protocol TenantLifeCommand: AsyncParsableCommand {
    static var change: LifeChange { get }
    var slug: String { get }
}

extension TenantLifeCommand {
    mutating func run() async throws {
        let base = try await Launch.base()
        let desk = try TenantDesk(base: base)
        let state = try await desk.change(
            Self.change, slug: slug, actor: TenantCommand.Apply.actor)
        await desk.close()
        print("\(slug): \(state.text)")
    }
}

extension TenantCommand {
    struct Suspend: TenantLifeCommand {
        static let configuration = CommandConfiguration(abstract: "Close a site; its own page says so.")
        static let change = LifeChange.suspend
        @Argument(help: "The partner.") var slug: String
    }

    struct Resume: TenantLifeCommand {
        static let configuration = CommandConfiguration(abstract: "Open a suspended site or end its maintenance.")
        static let change = LifeChange.resume
        @Argument(help: "The partner.") var slug: String
    }

    struct Maintain: TenantLifeCommand {
        static let configuration = CommandConfiguration(abstract: "Put a site in maintenance.")
        static let change = LifeChange.maintain
        @Argument(help: "The partner.") var slug: String
    }

    struct Archive: TenantLifeCommand {
        static let configuration = CommandConfiguration(abstract: "Put a partner away with all its data.")
        static let change = LifeChange.archive
        @Argument(help: "The partner.") var slug: String
    }

    struct Restore: TenantLifeCommand {
        static let configuration = CommandConfiguration(abstract: "Take a partner out of the archive.")
        static let change = LifeChange.restore
        @Argument(help: "The partner.") var slug: String
    }
}
