import HTTPTypes
package import Vocabulary

/// A problem as RFC 9457 writes it, in the reader's language.
package struct ProblemDocument: Sendable {
    package static let mediaType = "application/problem+json"

    package let problem: Problem
    package let words: ProblemWords
    package let requestID: String
    /// The path that was asked for.
    package let instance: String

    package init(problem: Problem, words: ProblemWords, requestID: String, instance: String) {
        self.problem = problem
        self.words = words
        self.requestID = requestID
        self.instance = instance
    }

    /// A name that never moves, also when the documentation does.
    package static func type(of code: String) -> String { "urn:travelhub:problem:\(code)" }

    package var answer: Answer {
        var json = JSONWriter()
        write(to: &json)
        var answer = Answer.bytes(
            json.bytes, type: Self.mediaType, status: HTTPResponse.Status(code: problem.status), cache: .never)
        answer.headers[.contentLanguage] = words.locale.description
        if let seconds = problem.retryAfterSeconds { answer.headers[.retryAfter] = String(seconds) }
        return answer
    }

    private func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("type", Self.type(of: problem.code))
            json.member("title", words.title(of: problem))
            json.member("status", problem.status)
            if let detail = words.detail(of: problem) { json.member("detail", detail) }
            json.member("instance", instance)
            json.member("code", problem.code)
            json.member("request_id", requestID)
            for name in problem.members.keys.sorted() { json.member(name, problem.members[name]) }
            if !problem.faults.isEmpty { json.member("errors", array: writeFaults) }
        }
    }

    /// What a problem of a code looks like, for the description.
    static func writeExample(_ code: String, _ status: Int, _ json: inout JSONWriter) {
        json.member("type", type(of: code))
        json.member("title", ProblemWords.none.title(of: Problem(status, code)))
        json.member("status", status)
        json.member("instance", "/api/example")
        json.member("code", code)
        json.member("request_id", "0197b1a2c3d4e5f6-1")
    }

    private func writeFaults(to json: inout JSONWriter) {
        for fault in problem.faults {
            json.object { json in
                json.member("pointer", fault.pointer)
                json.member("code", fault.code)
                json.member("detail", words.detail(of: fault))
            }
        }
    }

    package static let schema = Schema.object(
        "Problem",
        [
            .init("type", .string(format: "uri")),
            .init("title", .text),
            .init("status", .integer(400...599)),
            .init("detail", .text, required: false),
            .init("instance", .string(format: "uri-reference")),
            .init("code", .text.annotated("Stable; made for programs.")),
            .init("request_id", .text.annotated("Quote it when asking for help.")),
            .init("errors", .array(faultSchema), required: false),
        ])

    private static let faultSchema = Schema.object(
        "Fault",
        [
            .init("pointer", .text.annotated("RFC 6901 into the body, ?name of the query, {name} of the path.")),
            .init("code", .text),
            .init("detail", .text),
        ], closed: true)
}
