package import Hummingbird
import Logging
package import NIOCore

/// What Hummingbird knows of a request before we have looked at it.
package struct EdgeContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The other end of the connection: a traveller, or the proxy before us.
    package let peer: SocketAddress?

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress
    }
}
