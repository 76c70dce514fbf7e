internal import Metrics
internal import NIOPosix
internal import Synchronization

/// Asks the DNS: what a domain says about itself, for whoever must believe it (ownership, senders, mail hosts).
///
/// Waiting is done by a few threads of the room's own, never by an event loop or Swift's pool. Nothing is
/// kept: whoever asks wants to know what holds now.
package final class NameResolver: Sendable {
    /// Questions under way at once, over all resolvers of the process; more wait in line.
    package static let threadsMax = 8

    private static let threads: NIOThreadPool = {
        let pool = NIOThreadPool(numberOfThreads: threadsMax)
        pool.start()
        return pool
    }()

    private let inquiry: Inquiry
    private let waiting = Atomic(0)

    /// - Parameter servers: addresses with or without port (`127.0.0.1:5353`, `[::1]:53`); those of the
    ///   system (`/etc/resolv.conf`) when empty.
    package init(servers: [String] = [], limits: NameLookupLimits = NameLookupLimits()) {
        inquiry = Inquiry(servers: servers.isEmpty ? nil : servers.joined(separator: ","), limits: limits)
    }

    /// TXT records, the strings of each put together.
    ///
    /// - Throws: ``NameLookupError``.
    package func texts(of name: DomainName) async throws(NameLookupError) -> NameAnswer<String> {
        try await ask(name, .txt) { message, record in message.text(in: record.data) }
    }

    /// The host that a name is another name for; several are a fault of the zone, told as they are.
    ///
    /// - Throws: ``NameLookupError``.
    package func canonicalNames(of name: DomainName) async throws(NameLookupError) -> NameAnswer<String> {
        try await ask(name, .cname) { message, record in message.name(at: record.data.lowerBound)?.text.lowercased() }
    }

    /// - Throws: ``NameLookupError``.
    package func mailExchanges(of name: DomainName) async throws(NameLookupError) -> NameAnswer<MailExchange> {
        try await ask(name, .mx) { message, record in
            guard record.data.count > 2, let host = message.name(at: record.data.lowerBound + 2) else { return nil }
            return MailExchange(
                preference: Int(message.number(at: record.data.lowerBound)), host: host.text.lowercased())
        }
    }

    /// IPv4 addresses (A), other names of the name followed.
    ///
    /// - Throws: ``NameLookupError``.
    package func addresses4(of name: DomainName) async throws(NameLookupError) -> NameAnswer<String> {
        try await ask(name, .a) { message, record in AddressText.four(message.bytes[record.data]) }
    }

    /// IPv6 addresses (AAAA), other names of the name followed.
    ///
    /// - Throws: ``NameLookupError``.
    package func addresses6(of name: DomainName) async throws(NameLookupError) -> NameAnswer<String> {
        try await ask(name, .aaaa) { message, record in AddressText.six(message.bytes[record.data]) }
    }

    private func ask<Record: Sendable & Equatable>(
        _ name: DomainName, _ type: RecordType,
        _ read: @escaping @Sendable (AnswerMessage, AnswerMessage.Record) -> Record?
    ) async throws(NameLookupError) -> NameAnswer<Record> {
        let result = await inLine { [inquiry] in
            inquiry.ask(name, type).flatMap { answer in Self.read(answer.message, answer.nameExists, type, read) }
        }
        let outcome =
            switch result {
            case .success(let answer): answer.records.isEmpty ? "nothing" : "found"
            case .failure(let error): error.rawValue
            }
        Counter(label: "travelhub_name_lookups_total", dimensions: [("type", type.label), ("outcome", outcome)])
            .increment()
        return try result.get()
    }

    private func inLine<Record>(
        _ body: @escaping @Sendable () -> Result<NameAnswer<Record>, NameLookupError>
    ) async -> Result<NameAnswer<Record>, NameLookupError> {
        defer { waiting.subtract(1, ordering: .relaxed) }
        guard waiting.add(1, ordering: .relaxed).newValue <= inquiry.limits.questionsMax else {
            return .failure(.timedOut)
        }
        return (try? await Self.threads.runIfActive(body)) ?? .failure(.timedOut)
    }

    private static func read<Record: Equatable>(
        _ bytes: [UInt8], _ nameExists: Bool, _ type: RecordType,
        _ read: (AnswerMessage, AnswerMessage.Record) -> Record?
    ) -> Result<NameAnswer<Record>, NameLookupError> {
        guard !bytes.isEmpty else {
            return .success(NameAnswer(records: [], nameExists: nameExists, secondsToLive: 0))
        }
        return bytes.withUnsafeBufferPointer { buffer in
            let message = AnswerMessage(bytes: buffer)
            guard let records = message.records() else { return .failure(.malformed) }
            let ours = records.filter { $0.type == type.rawValue }
            let values = ours.compactMap { read(message, $0) }
            guard values.count == ours.count else { return .failure(.malformed) }
            let life = ours.map(\.secondsToLive).min() ?? 0
            return .success(NameAnswer(records: values, nameExists: nameExists, secondsToLive: life))
        }
    }
}
