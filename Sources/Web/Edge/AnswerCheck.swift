import HTTPTypes
import Logging
import NIOCore
import Synchronization
import Vocabulary

/// Holds answers to what their routes declare, while developing: a document that OpenAPI does not
/// describe is logged as an error at once, and counted, so that a test can ask.
package enum AnswerCheck {
    private static let counter = Atomic<Int>(0)

    /// Answers found to depart from their declaration since the process began.
    package static var departures: Int { counter.load(ordering: .relaxed) }

    static func check(_ answer: Answer, of route: Route, _ stage: EdgeStage) {
        guard answer.headers[.contentType] == "application/json", case .bytes(let bytes) = answer.body else { return }
        guard
            let output = route.outputs.first(where: { output in
                output.status.code == answer.status.code && stage.version.map(output.versions.contains) ?? true
            })
        else {
            report(["status \(answer.status.code) is not declared"], route, stage)
            return
        }
        guard let schema = output.schema else { return }
        do {
            let value = try JSONParser.parse(Array(bytes.readableBytesView))
            let found = schema.departures(of: value)
            if !found.isEmpty { report(found, route, stage) }
        } catch {
            report(["\(error)"], route, stage)
        }
    }

    private static func report(_ found: [String], _ route: Route, _ stage: EdgeStage) {
        counter.wrappingAdd(1, ordering: .relaxed)
        stage.logger.error(
            "an answer departs from its declaration",
            metadata: ["route": "\(route.method) \(route.path)", "departures": "\(found.joined(separator: "; "))"])
    }
}
