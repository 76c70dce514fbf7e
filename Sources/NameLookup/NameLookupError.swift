/// Why a question has no answer. A name that does not exist is an answer, see ``NameAnswer``.
package enum NameLookupError: String, Error, Hashable, Sendable {
    /// No server answered in time, or too many questions were waiting already.
    case timedOut = "timed_out"
    /// No server could be reached.
    case unreachable
    /// The servers could not find out (SERVFAIL): often a broken delegation or signature.
    case serverFailed = "server_failed"
    /// The servers will not answer us.
    case refused
    /// What came back is no DNS message.
    case malformed
    /// The settings name no usable server.
    case misconfigured
}
