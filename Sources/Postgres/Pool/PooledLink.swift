/// A connection as the pool keeps it: the link and whom it talks to.
final class PooledLink: Sendable {
    let link: ServerLink
    let session: PostgresSession

    init(link: ServerLink, session: PostgresSession) {
        self.link = link
        self.session = session
    }

    var isClosed: Bool { link.gauge.status == .closed }

    /// Nothing of the last lease is left on it.
    var isClean: Bool { link.gauge.status == .idle && !link.gauge.isTainted }
}
