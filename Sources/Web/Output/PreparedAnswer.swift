package import HTTPTypes
import NIOCore

/// An answer that is the same for many requests, with its headers written once: what is left to
/// do per request is the request's own name.
package struct PreparedAnswer: Sendable {
    package let tag: EntityTag
    private let full: Answer
    private let notModified: Answer

    /// `answer` has its body in bytes; `stage` is one whose requests would all get it.
    package init(_ answer: Answer, on stage: some TenantStage) {
        let bytes: [UInt8]
        if case .bytes(let buffer) = answer.body { bytes = Array(buffer.readableBytesView) } else { bytes = [] }
        tag = EntityTag(of: bytes)
        var full = answer.with(.eTag, tag.header).varying(stage.vary)
        full.headers[.contentLength] = String(bytes.count)
        full.headers.append(
            contentsOf: Sealing.constant(full, version: stage.arrival.version, vary: .host))
        full.headers.append(
            contentsOf: Sealing(parts: stage.arrival.parts).retiring(stage.arrival.version, stage.arrival.route))
        full.isPrepared = true
        var notModified = full
        notModified.status = .notModified
        notModified.body = .empty
        notModified.headers[.contentType] = nil
        notModified.headers[.contentLength] = nil
        self.full = full
        self.notModified = notModified
    }

    package func answer(for fields: HTTPFields) -> Answer { tag.matches(fields) ? notModified : full }
}
