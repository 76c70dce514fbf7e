package import Foundation

/// W3C Trace Context: the caller's trace, so that ours continues it, and whoever we ask continues ours.
package struct TraceParent: Hashable, Sendable {
    /// The field that carries it.
    package static let fieldName = "traceparent"

    /// What this request or job is part of, with its own span as the parent of whatever it leads to: what goes out is
    /// sent it, what is left for later takes it along. Nil where nobody traces.
    @TaskLocal package static var current: TraceParent?

    /// 32 and 16 hexadecimal digits.
    package let traceID: String
    package let parentID: String
    package let flags: String
    /// What came beside it.
    package let state: TraceState?

    /// Nil for anything that §3.2 calls invalid; the request then goes on without a trace, whatever state came along.
    package init?(_ header: String, state: [String] = []) {
        let parts = header.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].count == 2, parts[0] != "ff", parts[0] != "00" || parts.count == 4,
            parts[1].count == 32, parts[2].count == 16, parts[3].count == 2,
            parts.prefix(4).allSatisfy({ $0.utf8.allSatisfy(Self.isLowerHexadecimal) }),
            parts[1].contains(where: { $0 != "0" }), parts[2].contains(where: { $0 != "0" })
        else { return nil }
        traceID = String(parts[1])
        parentID = String(parts[2])
        flags = String(parts[3])
        self.state = TraceState(state)
    }

    private init(_ traceID: String, _ parentID: String, _ flags: String, _ state: TraceState?) {
        self.traceID = traceID
        self.parentID = parentID
        self.flags = flags
        self.state = state
    }

    /// As it is sent.
    package var header: String { "00-\(traceID)-\(parentID)-\(flags)" }

    /// All that is sent to whoever we ask.
    package var fields: [(name: String, value: String)] {
        [(Self.fieldName, header)] + (state.map { [(TraceState.fieldName, $0.header)] } ?? [])
    }

    /// What is passed on: the same trace with a span of ours, named by the random half of an identifier, as its parent.
    package func child(_ span: UUID) -> TraceParent {
        let bytes = withUnsafeBytes(of: span.uuid) { Array($0.suffix(8)) }
        let digits = bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
        return TraceParent(traceID, digits, flags, state)
    }

    /// Does `body` as a part of `parent`'s trace; as a part of none where that is nil.
    package static func following<Result>(
        _ parent: TraceParent?, as span: @autoclosure () -> UUID, _ body: () async throws -> Result
    ) async rethrows -> Result {
        guard let parent else { return try await body() }
        return try await $current.withValue(parent.child(span()), operation: body)
    }

    private static func isLowerHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }
}
