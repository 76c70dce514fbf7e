import ArgumentParser
import Foundation

/// The one program: what it does is said by its subcommand.
@main
struct TravelHub: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "travelhub",
        abstract: "A white-label travel platform: many partners' sites, one program, one database.",
        subcommands: [
            DevCommand.self, ServeCommand.self, WorkerCommand.self, MigrateCommand.self, TenantCommand.self,
            SettingsCommand.self,
        ])

    static func main() async {
        // A line is for whoever waits for it, be it read by a terminal or a pipe.
        setlinebuf(stdout)
        await main(nil)
    }
}
