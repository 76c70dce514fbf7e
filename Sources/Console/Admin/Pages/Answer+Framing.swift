import HTTPTypes
import Web

extension Answer {
    /// A page of the console that holds a frame of this host; the frame says for itself what it may do.
    var framing: Answer { with(.contentSecurityPolicy, Self.framingPolicy) }

    private static let framingPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'"
}
