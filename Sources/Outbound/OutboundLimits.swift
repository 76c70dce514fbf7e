/// How much of our time and memory a stranger's server gets.
package struct OutboundLimits: Sendable {
    package var connectSeconds: Int64 = 4
    /// The whole exchange, names apart.
    package var exchangeSeconds: Int64 = 8
    /// Read of an answer; what follows is left alone.
    package var bodyBytesMax = 4 * 1024
    /// Other than the scheme's own, for tests.
    package var httpPort = 80
    package var httpsPort = 443

    package init() {}
}
