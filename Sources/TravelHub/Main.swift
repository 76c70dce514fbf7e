import ArgumentParser

/// The one program: what it does is said by its subcommand.
@main
struct TravelHub: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "travelhub",
        abstract: "A white-label travel platform: many partners' sites, one program, one database.",
        subcommands: [
            DevCommand.self, ServeCommand.self, WorkerCommand.self, MigrateCommand.self, TenantCommand.self,
            BackupCommand.self, RestoreCommand.self, SettingsCommand.self, TextsCommand.self, BenchCommand.self,
            AuditCommand.self, OperatorCommand.self,
        ])
}
