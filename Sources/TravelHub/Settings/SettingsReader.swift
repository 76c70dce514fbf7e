import Configuration
import Foundation
import SystemPackage

/// Reads settings: the environment, over the file that `TRAVELHUB_SETTINGS` names (else
/// `travelhub.env` in the working directory, if there), over the default.
struct SettingsReader: Sendable {
    private let config: ConfigReader

    init(environment: [String: String] = ProcessInfo.processInfo.environment) async throws {
        let named = environment["TRAVELHUB_SETTINGS"]
        let file = try await EnvironmentVariablesProvider(
            environmentFilePath: FilePath(named ?? "travelhub.env"), allowMissing: named == nil)
        config = ConfigReader(providers: [EnvironmentVariablesProvider(environmentVariables: environment), file])
    }

    /// The value, or the default; nil where neither is. An empty value counts as none.
    ///
    /// Throws `SettingFault` for one of a wrong form.
    func optional<Value>(_ setting: Setting<Value>) throws(SettingFault) -> Value? {
        let found = config.string(forKey: ConfigKey(setting.key), isSecret: setting.isSecret)
        guard let text = found.flatMap({ $0.isEmpty ? nil : $0 }) ?? setting.fallback else { return nil }
        guard let value = setting.parse(text) else {
            throw fault(setting, found: setting.isSecret ? nil : text)
        }
        return value
    }

    func fault<Value>(_ setting: Setting<Value>, found: String? = nil) -> SettingFault {
        SettingFault(
            key: setting.key, environmentName: setting.environmentName, expected: setting.expected, found: found)
    }

    /// Throws `SettingFault` for one that is absent, too.
    func value<Value>(_ setting: Setting<Value>) throws(SettingFault) -> Value {
        guard let value = try optional(setting) else {
            throw fault(setting)
        }
        return value
    }
}
