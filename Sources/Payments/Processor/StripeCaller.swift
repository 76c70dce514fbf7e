import AsyncHTTPClient
package import Breakers
import Foundation
import Metrics
import NIOCore
import NIOHTTP1
import Telemetry

/// Asks Stripe, or its sandbox here, in its own language: form fields in, JSON out. An answer that does not come in
/// time may still become true over there, so what asks for something carries the key under which it happens once.
package struct StripeCaller: Sendable {
    static let exchangeSeconds: Int64 = 12
    static let connectSeconds: Int64 = 4
    /// Stripe counts by the second.
    static let limitedSeconds = 2
    static let bodyBytesMax = 1 << 20
    /// The version whose shapes are read here.
    static let version = "2026-10-28.endive"

    struct Request: Sendable {
        let method: HTTPMethod
        /// Below `/v1/`.
        let path: String
        var fields: [(String, String)] = []
        var idempotencyKey: String?
    }

    private let bases: [Processor: String]
    /// One each: a sandbox that is gone stops nobody's real money.
    private let breakers: [Processor: Breaker]

    /// - Parameter sandbox: where the sandbox listens; nil where there is none.
    package init(
        stripe: String = "https://api.stripe.com", sandbox: String?, breaker: (_ processor: String) -> Breaker
    ) {
        let bases = [Processor.stripe: stripe].merging(sandbox.map { [.sandbox: $0] } ?? [:]) { $1 }
        self.bases = bases
        breakers = Dictionary(
            uniqueKeysWithValues: bases.keys.map { ($0, breaker($0 == .stripe ? "stripe" : "stripe-sandbox")) })
    }

    /// Those that can be asked from here.
    var processors: [Processor] { Processor.allCases.filter { bases[$0] != nil } }

    /// Where the sandbox's own card form is; nil where the card is asked for on our page.
    func formBase(_ processor: Processor) -> String? { processor == .sandbox ? bases[.sandbox] : nil }

    /// Throws `ProcessorFault`.
    func send<Answer: Decodable & Sendable>(
        _ request: Request, key: String, to processor: Processor, _ answer: Answer.Type = Answer.self
    ) async throws(ProcessorFault) -> Answer {
        guard let base = bases[processor], let breaker = breakers[processor] else { throw .noAccount }
        do {
            let told = try await breaker.call(isFailure: { ($0 as? ProcessorFault)?.isOutage ?? true }) {
                try await Self.exchange(request, key: key, base: base) as Answer
            }
            count(request, "answered")
            return told
        } catch let fault as ProcessorFault {
            count(request, fault.outcome)
            throw fault
        } catch let open as BreakerOpen {
            count(request, "resting")
            throw .resting(retrySeconds: max(1, open.retryMilliseconds / 1_000))
        } catch {
            count(request, "unknown")
            throw .unknown("\(type(of: error))")
        }
    }

    private func count(_ request: Request, _ outcome: String) {
        let noun = request.path.split(separator: "/").first.map(String.init) ?? ""
        Counter(label: "payments_processor_calls", dimensions: [("noun", noun), ("outcome", outcome)]).increment()
    }

    private static func exchange<Answer: Decodable & Sendable>(
        _ request: Request, key: String, base: String
    ) async throws -> Answer {
        var sent = HTTPClientRequest(url: "\(base)/v1/\(request.path)")
        sent.method = request.method
        sent.headers.add(name: "authorization", value: "Bearer \(key)")
        sent.headers.add(name: "stripe-version", value: version)
        sent.headers.add(name: "user-agent", value: "TravelHub")
        for field in TraceParent.current?.fields ?? [] { sent.headers.add(name: field.name, value: field.value) }
        if let idempotencyKey = request.idempotencyKey {
            sent.headers.add(name: "idempotency-key", value: idempotencyKey)
        }
        let form = FormText.encode(request.fields)
        if request.method == .GET {
            if !form.isEmpty { sent.url += "?" + form }
        } else {
            sent.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
            sent.body = .bytes(ByteBuffer(string: form))
        }
        let response: HTTPClientResponse
        let body: ByteBuffer
        do {
            response = try await client.execute(sent, timeout: .seconds(exchangeSeconds))
            body = try await response.body.collect(upTo: bodyBytesMax)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            if error is NIOTooManyBytesError { throw ProcessorFault.unread("an answer that is too long") }
            throw ProcessorFault.unknown("\(error)")
        }
        return try read(Int(response.status.code), Data(body.readableBytesView))
    }

    private static func read<Answer: Decodable>(_ status: Int, _ body: Data) throws(ProcessorFault) -> Answer {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        switch status {
        case 200..<300:
            guard let answer = try? decoder.decode(Answer.self, from: body) else {
                throw .unread("an answer that does not read")
            }
            return answer
        case 401, 403: throw .keyRefused
        // Too many of this account's at once: it did nothing, and that says nothing of anybody else's.
        case 429: throw .resting(retrySeconds: limitedSeconds)
        case 400..<500 where status != 409:
            guard let told = try? decoder.decode(StripeErrorBody.self, from: body) else {
                throw .unread("a refusal that does not read")
            }
            throw .refused(
                ProcessorRefusal(
                    status: status, type: told.error.type ?? "", code: told.error.code,
                    declineCode: told.error.declineCode, parameter: told.error.param))
        case 409: throw .busy
        case 500...: throw .unknown("status \(status)")
        default: throw .unread("status \(status)")
        }
    }

    /// Lives as long as the process. What it is told to go to instead it does not go to.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(connectSeconds), read: .seconds(exchangeSeconds)))
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}

/// `application/x-www-form-urlencoded`.
enum FormText {
    static func encode(_ fields: [(String, String)]) -> String {
        fields.map { "\(encode($0.0))=\(encode($0.1))" }.joined(separator: "&")
    }

    /// RFC 3986 §2.3, and the brackets that name what is inside of what.
    private static let plain = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~[]")

    private static func encode(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }
}
