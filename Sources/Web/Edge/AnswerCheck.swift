import HTTPTypes
import Logging
import NIOCore
import Synchronization
import Vocabulary

/// Holds answers to what their routes declare, while developing and in tests: one that OpenAPI does not describe, a
/// shape, a status or a problem, is logged as an error at once, and kept, so that a test can ask.
package final class AnswerCheck: Sendable {
    /// Departures that are kept; what is wrong once is wrong each time.
    package static let keptMax = 100

    private let found = Mutex<[String]>([])

    package init() {}

    /// Answers found to depart from their declaration, each once.
    package var departures: [String] { found.withLock { $0 } }

    func check(_ answer: Answer, of route: Route, _ stage: EdgeStage) {
        let departures = Self.departures(answer, route, stage)
        if departures.isEmpty { return }
        let name = "\(route.method) \(route.path)"
        let told = departures.joined(separator: "; ")
        found.withLock { found in
            let line = "\(name): \(told)"
            if found.count < Self.keptMax, !found.contains(line) { found.append(line) }
        }
        stage.logger.error(
            "an answer departs from its declaration",
            metadata: ["route": "\(name)", "departures": "\(told)"])
    }

    private static func departures(_ answer: Answer, _ route: Route, _ stage: EdgeStage) -> [String] {
        if let problem = stage.problem { return departures(problem, route) }
        let status = answer.status.code
        // Whoever has to sign in first is led there, and whoever has the answer keeps it.
        if stage.hasFailed || answer.status == .notModified { return [] }
        guard
            let output = route.outputs.first(where: { output in
                output.status.code == status && stage.version.map(output.versions.contains) ?? true
            })
        else {
            // A form that is shown again with its faults is the page that says what was wrong.
            let isShownAgain = route.traits.face == .page && route.everyRefusal.contains { $0.status == status }
            return isShownAgain ? [] : ["status \(status) is not declared"]
        }
        guard answer.headers[.contentType] == "application/json", case .bytes(let bytes) = answer.body,
            let schema = output.schema
        else { return [] }
        do { return schema.departures(of: try JSONParser.parse(Array(bytes.readableBytesView))) } catch {
            return ["\(error)"]
        }
    }

    /// A failure of ours is described nowhere: it is none of the things that a route answers.
    private static func departures(_ problem: Problem, _ route: Route) -> [String] {
        if problem.code == Problem.unexpected.code { return [] }
        let isDeclared = route.everyRefusal.contains(.init(problem.status, problem.code))
        return isDeclared ? [] : ["problem \(problem.status) \(problem.code) is not declared"]
    }
}
