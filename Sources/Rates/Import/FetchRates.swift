package import Breakers
import Foundation
package import Outbound
import Vocabulary

/// Why no document came.
package enum RateFetchError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A redirect is an answer as any other: whoever moved is asked for at their new address by whoever runs this.
    case status(Int)
    case tooLarge
    case unreadable(String)
    case outbound(OutboundFault)

    package var description: String {
        switch self {
        case .status(let status): "the server answered \(status)"
        case .tooLarge: "the document is larger than \(RateDocument.bytesMax) bytes"
        case .unreadable(let path): "\(path) cannot be read"
        case .outbound(let fault): "no answer: \(fault)"
        }
    }
}

/// Gets a document of rates: from a file, or from a server through a breaker.
package struct FetchRates: Sendable {
    package static let breaker = "exchange-rates"

    /// For a caller that reads the whole of a document.
    package static var limits: OutboundLimits {
        var limits = OutboundLimits()
        limits.bodyBytesMax = RateDocument.bytesMax
        limits.exchangeSeconds = 20
        return limits
    }

    let caller: OutboundCaller
    let breakers: BreakerRegister

    /// - Parameter caller: with ``limits``.
    package init(caller: OutboundCaller, breakers: BreakerRegister) {
        self.caller = caller
        self.breakers = breakers
    }

    /// - Throws: ``RateFetchError``, `BreakerOpen`.
    package func get(_ place: RatePlace) async throws -> [UInt8] {
        do {
            switch place {
            case .file(let path): return try Self.read(path)
            case .url(let url):
                return try await breakers.breaker(Self.breaker).call { try await ask(url) }
            }
        } catch {
            if !(error is CancellationError) { ImportRates.count("not_fetched") }
            throw error
        }
    }

    private func ask(_ url: OutboundURL) async throws -> [UInt8] {
        let reply: OutboundCaller.Reply
        do throws(OutboundFault) { reply = try await caller.call(.init(url)) } catch {
            throw RateFetchError.outbound(error)
        }
        guard reply.status == 200 else { throw RateFetchError.status(reply.status) }
        guard reply.isWhole else { throw RateFetchError.tooLarge }
        return reply.body
    }

    private static func read(_ path: String) throws(RateFetchError) -> [UInt8] {
        guard let file = FileHandle(forReadingAtPath: path) else { throw .unreadable(path) }
        defer { try? file.close() }
        guard let data = try? file.read(upToCount: RateDocument.bytesMax + 1) else { throw .unreadable(path) }
        guard data.count <= RateDocument.bytesMax else { throw .tooLarge }
        return Array(data)
    }
}
