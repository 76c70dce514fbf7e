/// One key of the configuration: its name, what it is for, what it may hold, and what holds without it.
///
/// `http.port` is `HTTP_PORT` in the environment.
struct Setting<Value: Sendable>: Sendable {
    let key: String
    let meaning: String
    /// What a value has to be, as the message of a wrong one says it.
    let expected: String
    /// Nil: without it the value is absent.
    let fallback: String?
    var isSecret = false
    let parse: @Sendable (String) -> Value?

    var environmentName: String {
        key.uppercased().replacing(".", with: "_")
    }

    var documented: DocumentedSetting {
        DocumentedSetting(
            key: key, environmentName: environmentName, meaning: meaning, expected: expected,
            fallback: fallback ?? "", isSecret: isSecret)
    }
}

/// A setting without its type, for the table in `travelhub settings` and the README.
struct DocumentedSetting: Sendable {
    let key: String
    let environmentName: String
    let meaning: String
    let expected: String
    let fallback: String
    let isSecret: Bool
}

/// A value that stops the start.
struct SettingFault: Error, CustomStringConvertible {
    let key: String
    let environmentName: String
    let expected: String
    /// Nil for a secret.
    let found: String?

    init(key: String, environmentName: String, expected: String, found: String?) {
        self.key = key
        self.environmentName = environmentName
        self.expected = expected
        self.found = found
    }

    /// A value of the right form that means nothing here.
    init<Value>(_ setting: Setting<Value>, found: String) {
        self.init(
            key: setting.key, environmentName: setting.environmentName, expected: setting.expected, found: found)
    }

    var description: String {
        let value = found.map { ", found \"\($0)\"" } ?? ""
        return "\(key) (\(environmentName)): expected \(expected)\(value)"
    }
}
