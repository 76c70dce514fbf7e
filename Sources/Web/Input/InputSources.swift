/// The places of one request in which a field can stand.
package struct InputSources: Sendable {
    package var path: [InputValue.Member] = []
    package var query: [InputValue.Member] = []
    package var body: [InputValue.Member] = []
    /// True where fields come from the query unless the path has them: GET, HEAD, DELETE.
    package var readsQuery = false
    /// Pages ignore what they do not know in their address: links arrive with campaign parameters.
    package var allowsStrangeQuery = false
    /// The request, for the log of suspicious input; nil outside of one.
    var arrival: Arrival?

    init(body: [InputValue.Member]) { self.body = body }

    package init(
        path: [InputValue.Member], query: [InputValue.Member], body: [InputValue.Member], readsQuery: Bool,
        allowsStrangeQuery: Bool
    ) {
        self.path = path
        self.query = query
        self.body = body
        self.readsQuery = readsQuery
        self.allowsStrangeQuery = allowsStrangeQuery
    }

    /// Nil place: the same place as the field around it.
    func find(_ field: FieldOutline) -> (InputValue?, FaultLog.Place?) {
        if let inPath = path.first(where: { $0.name == field.name }) { return (inPath.value, .path) }
        if readsQuery || field.isInQuery { return (query.first { $0.name == field.name }?.value, .query) }
        return (body.first { $0.name == field.name }?.value, nil)
    }

    func reportStrangers(to fields: [FieldOutline], _ log: inout FaultLog) {
        for member in body where !fields.contains(where: { $0.name == member.name && !readsQuery && !$0.isInQuery }) {
            log.field(member.name, nil) { $0.report("unknown_field") }
        }
        if allowsStrangeQuery { return }
        for member in query
        where !fields.contains(where: { $0.name == member.name && (readsQuery || $0.isInQuery) }) {
            log.field(member.name, .query) { $0.report("unknown_field") }
        }
    }
}
