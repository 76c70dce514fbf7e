import ArgumentParser

/// Lists every key of the configuration, as the README has it.
struct SettingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "List every setting with its default.")

    func run() async throws { print(Self.table) }

    /// A Markdown table; a test holds the README to it.
    static var table: String {
        let rows = SettingKeys.documented.map { setting in
            let fallback = setting.fallback.isEmpty ? "" : "`\(setting.fallback)`"
            return "| `\(setting.environmentName)` | \(setting.meaning) | \(setting.expected) | \(fallback) |"
        }
        return (["| variable | meaning | form | default |", "|---|---|---|---|"] + rows).joined(separator: "\n")
    }
}
