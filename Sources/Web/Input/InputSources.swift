import Logging
import Vocabulary

/// The places of one request in which a field can stand.
package struct InputSources: Sendable {
    package var path: [InputValue.Member] = []
    package var query: [InputValue.Member] = []
    package var body: [InputValue.Member] = []
    /// Beside the body's texts.
    package var files: [UploadedFile] = []
    /// True where fields come from the query unless the path has them: GET, HEAD, DELETE.
    package var readsQuery = false
    /// Pages ignore what they do not know in their address: links arrive with campaign parameters.
    package var allowsStrangeQuery = false
    /// What a form of another site's carries beside is its own business.
    package var allowsStrangeBody = false
    /// The request, for the log of suspicious input; nil outside of one.
    var arrival: Arrival?

    /// What a body alone said.
    package init(body: [InputValue.Member]) { self.body = body }

    package init(
        path: [InputValue.Member], query: [InputValue.Member], body: [InputValue.Member], readsQuery: Bool,
        allowsStrangeQuery: Bool, allowsStrangeBody: Bool = false
    ) {
        self.path = path
        self.query = query
        self.body = body
        self.readsQuery = readsQuery
        self.allowsStrangeQuery = allowsStrangeQuery
        self.allowsStrangeBody = allowsStrangeBody
    }

    /// Nil place: the same place as the field around it.
    func find(_ field: FieldOutline) -> (InputValue?, FaultLog.Place?) {
        if let inPath = path.first(where: { $0.name == field.name }) { return (inPath.value, .path) }
        if readsQuery || field.isInQuery { return (query.first { $0.name == field.name }?.value, .query) }
        return (body.first { $0.name == field.name }?.value, nil)
    }

    /// For an input that takes whatever was typed and is judged on its page: what nobody types by accident is noted
    /// here, as it is for every other. A password is nobody's business.
    package func noteSuspicions(among fields: [FieldOutline]) {
        var log = FaultLog()
        for (place, members) in [(FaultLog.Place.path, path), (.query, query), (.body, body)] {
            for member in members where !member.name.hasSuffix("password") {
                guard case .texts(let texts) = member.value else { continue }
                for text in texts {
                    let isUnseen = RefusedScalars.are(in: text, lines: true)
                    guard let kind = isUnseen ? "control_character" : SuspiciousInput.kind(of: text) else { continue }
                    let isOurs = fields.contains { $0.name == member.name }
                    log.field(member.name, place, isOurs: isOurs) { $0.suspect(kind, text) }
                }
            }
        }
        tell(log.suspicions)
    }

    func tell(_ suspicions: [SuspiciousInput]) {
        if suspicions.isEmpty { return }
        let logger = arrival?.logger ?? Logger(label: "travelhub.input")
        for suspicion in suspicions { suspicion.tell(to: logger) }
    }

    func reportStrangers(to fields: [FieldOutline], _ log: inout FaultLog) {
        for member in body
        where !allowsStrangeBody && !fields.contains(where: { $0.name == member.name && !readsQuery && !$0.isInQuery })
        {
            log.field(member.name, nil) { $0.reportStranger(member.name) }
        }
        if allowsStrangeQuery { return }
        for member in query
        where !fields.contains(where: { $0.name == member.name && (readsQuery || $0.isInQuery) }) {
            log.field(member.name, .query) { $0.reportStranger(member.name) }
        }
    }
}
