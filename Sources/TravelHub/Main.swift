import ArgumentParser

/// The one program: what it does is said by its subcommand.
@main
struct TravelHub: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "travelhub",
        abstract: "A white-label travel platform: many partners' sites, one program, one database.",
        subcommands: [
            DevCommand.self, ServeCommand.self, WorkerCommand.self, MigrateCommand.self, TenantCommand.self,
            OperatorCommand.self, BackupCommand.self, RestoreCommand.self, JobsCommand.self, AuditCommand.self,
            MailCommand.self, LedgerCommand.self, RatesCommand.self, SettingsCommand.self, TextsCommand.self,
            OpenAPICommand.self,
            BenchCommand.self, StripeSandboxCommand.self,
        ])
}
