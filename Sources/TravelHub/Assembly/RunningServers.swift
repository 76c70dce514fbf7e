import Foundation
import Tenancy

/// Where a running `travelhub dev` keeps its private servers, so that `travelhub tenant …` in another
/// terminal reaches them without a setting.
struct RunningServers: Codable {
    let databaseConninfo: String
    let redisURL: String

    static func file(in dataDirectory: URL) -> URL { dataDirectory.appendingPathComponent("running.json") }

    func write(to dataDirectory: URL) throws {
        try JSONEncoder().encode(self).write(to: Self.file(in: dataDirectory), options: .atomic)
    }

    static func remove(from dataDirectory: URL) { try? FileManager.default.removeItem(at: file(in: dataDirectory)) }

    /// Fills in what is not configured from what runs; configured values stay.
    static func adopt(_ settings: inout Settings) {
        guard settings.databaseURL == nil,
            let data = FileManager.default.contents(atPath: file(in: settings.dataDirectory).path),
            let running = try? JSONDecoder().decode(RunningServers.self, from: data)
        else { return }
        let secrets = LocalSecrets(directory: settings.dataDirectory)
        settings.databaseURL = running.databaseConninfo
        settings.redisURL = settings.redisURL ?? running.redisURL
        settings.masterKeys = settings.masterKeys ?? (try? secrets.masterKeys())
        guard settings.isDevelopment else { return }
        settings.operatorToken = settings.operatorToken ?? (try? secrets.operatorToken())
    }
}
