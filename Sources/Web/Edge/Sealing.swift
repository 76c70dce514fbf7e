import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Telemetry
import Tenancy
import Vocabulary

/// Turns an answer into a response: what every answer carries is added here and nowhere else.
struct Sealing: Sendable {
    let parts: EdgeParts

    func seal(_ answer: Answer, _ head: HTTPRequest, _ stage: EdgeStage) -> Response {
        Self.response(answer, fields(answer, head, stage), isHead: head.method == .head)
    }

    /// The answer's fields, whole; the request counts as answered.
    func fields(_ answer: Answer, _ head: HTTPRequest, _ stage: EdgeStage) -> HTTPFields {
        var headers = answer.headers
        headers.reserveCapacity(headers.count + Self.addedMax)
        if !answer.isPrepared {
            headers.append(contentsOf: Self.constant(answer, version: stage.version, vary: stage.vary))
            headers.append(contentsOf: retiring(stage.version, stage.route))
        }
        headers.append(HTTPField(name: .requestID, value: stage.requestID))
        if let rate = stage.rate { headers.append(contentsOf: rate.fields) }
        if stage.origin.isSecure { headers.append(SecurityHeaders.secure) }
        if let origin = stage.trustedOrigin { headers.append(contentsOf: CrossOrigin.fields(for: origin)) }
        if parts.draining.isOn { headers.append(HTTPField(name: .connection, value: "close")) }
        let elapsed = stage.started.duration(to: .now)
        if parts.isDevelopment { headers.append(HTTPField(name: .serverTiming, value: Self.timing(elapsed))) }
        let sample = DurationSample(elapsed)
        (stage.route?.tally ?? parts.statistics.unmatched).record(status: answer.status.code, sample)
        if let tenant = stage.tenant {
            parts.statistics.tenants.record(tenant: tenant.number, status: answer.status.code, sample)
        }
        if let version = stage.version, let meter = stage.route?.meter {
            meter.record(version)
            if let tenant = stage.tenant { parts.usage?.note(tenant, meter, version) }
        }
        note(answer, head, stage, elapsed)
        return headers
    }

    /// What tells that the version or the route will go.
    func retiring(_ version: APIVersion?, _ route: Route?) -> [HTTPField] {
        if let retirement = route?.options.retirement { return retirement.fields }
        return version.map(parts.retirements.fields) ?? []
    }

    /// What stays the same for every request that gets the same answer.
    static func constant(_ answer: Answer, version: APIVersion?, vary: Vary) -> [HTTPField] {
        var fields =
            if answer.status == .notModified {
                SecurityHeaders.unchanged
            } else if answer.headers[.contentType]?.hasPrefix("text/html") == true {
                SecurityHeaders.page
            } else {
                SecurityHeaders.data
            }
        // A page that holds a frame, or stands in one, says so itself.
        if answer.headers[.contentSecurityPolicy] != nil { fields.removeAll { $0.name == .contentSecurityPolicy } }
        fields.append(HTTPField(name: .cacheControl, value: answer.cache.header))
        fields.append(HTTPField(name: .vary, value: answer.vary.union(vary).header))
        if let version { fields.append(HTTPField(name: .apiVersion, value: version.text)) }
        return fields
    }

    /// Fields that are added to those of an answer.
    private static let addedMax = 16

    private static func response(_ answer: Answer, _ headers: HTTPFields, isHead: Bool) -> Response {
        switch answer.body {
        case .bytes(let bytes) where isHead:
            var headers = headers
            headers[.contentLength] = String(bytes.readableBytes)
            return Response(status: answer.status, headers: headers)
        case .bytes(let bytes):
            return Response(status: answer.status, headers: headers, body: ResponseBody(byteBuffer: bytes))
        case .stream(let write) where !isHead:
            return Response(status: answer.status, headers: headers, body: ResponseBody(write))
        case .empty, .stream:
            var response = Response(status: answer.status, headers: headers)
            // RFC 9110 §8.6: these two say nothing of a length.
            if answer.status == .notModified || answer.status == .noContent { response.headers[.contentLength] = nil }
            return response
        }
    }

    private static func timing(_ elapsed: Duration) -> String {
        let micros = elapsed.components.attoseconds / 1_000_000_000_000 + elapsed.components.seconds * 1_000_000
        return "total;dur=\(micros / 1000).\(String(micros % 1000 + 1000).dropFirst())"
    }

    private func note(_ answer: Answer, _ head: HTTPRequest, _ stage: EdgeStage, _ elapsed: Duration) {
        if parts.checksAnswers, let route = stage.route { parts.answers.check(answer, of: route, stage) }
        var logger = stage.logger
        guard logger.logLevel <= .debug else { return }
        logger[metadataKey: "request_id"] = "\(stage.requestID)"
        if let tenant = stage.tenant { logger[metadataKey: "tenant"] = "\(tenant.id)" }
        logger.debug(
            "\(head.method) \(stage.route?.path.description ?? "-") \(answer.status.code)",
            metadata: ["duration": "\(elapsed)"])
    }
}

extension APIVersion {
    var text: String {
        switch self {
        case .one: "1"
        case .two: "2"
        case .three: "3"
        }
    }
}
