import ArgumentParser
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// What a bare Hummingbird does with the same bytes: the yardstick of `/api/site`, in a process of its own.
struct BareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bare", abstract: "Serve one kept answer with nothing of ours.", shouldDisplay: false)

    @Option(help: "The kept answer.") var answer: String
    @Option(help: "Port on loopback.") var port: Int

    func run() async throws {
        let kept = try JSONDecoder().decode(KeptAnswer.self, from: Data(contentsOf: URL(fileURLWithPath: answer)))
        var fields = HTTPFields()
        for field in kept.fields {
            guard let name = HTTPField.Name(field.name) else { throw ValidationError("\(field.name) is no field") }
            fields.append(HTTPField(name: name, value: field.value))
        }
        let headers = fields
        let body = ByteBuffer(string: kept.body)
        let router = Router()
        router.get("/api/site") { _, _ in
            Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
        }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)),
            logger: Logger(label: "bare") { _ in SwiftLogNoOpLogHandler() })
        try await application.runService()
    }
}

/// An answer of ours as it came over the wire.
struct KeptAnswer: Codable {
    struct Field: Codable {
        let name: String
        let value: String
    }

    let fields: [Field]
    let body: String
}
