/// What a listener tells: hints, never data.
package enum ListenEvent: Sendable, Hashable {
    /// From now on nothing is missed; what was known before may be stale, so reload it.
    case connected
    case notification(channel: String, payload: String)
    /// Notifications are being missed until the next `connected`.
    case disconnected
}
