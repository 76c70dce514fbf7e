import ArgumentParser
import Foundation
import Localization

/// Compares the catalogues with what sources and templates name.
///
/// Reading them at all already refuses a key that a language lacks, plural categories that it does not have
/// and arguments that differ from the base text's, each by file and key.
struct TextsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "texts", abstract: "List texts that are missing, unused or wrong in any language.")

    func run() async throws {
        let settings = try await Launch.settings()
        let catalogues = try Catalogues.load(directory: settings.directory("locales").path)
        let report = try CatalogueCheck(catalogues: catalogues)
            .report(
                directories: ["Sources", "storefront/templates", "console/templates", "letters"].map {
                    settings.directory($0).path
                })
        print(report)
        if !report.isClean { throw ExitCode(1) }
    }
}
