import CCurl
import Glibc
import NIOPosix
import Synchronization

/// Hands mails over by SMTP. libcurl carries it, on threads of the room's own: neither an event loop nor
/// Swift's pool waits for a mail server.
package struct SMTPTransport: MailTransport {
    package struct Limits: Sendable {
        package static let secondsDefault = 60

        package var connectMilliseconds = 10_000
        /// A mail with its greeting, its TLS and its dot.
        package var totalMilliseconds = secondsDefault * 1_000
        package init() {}
    }

    /// Mails under way at once in a process; more wait in line.
    package static let threadsMax = 4

    private static let threads: NIOThreadPool = {
        let pool = NIOThreadPool(numberOfThreads: threadsMax)
        pool.start()
        return pool
    }()
    private static let isReady = curl_mail_start() == 0

    private let place: SMTPPlace
    private let greeting: String
    private let limits: Limits

    /// - Parameter greeting: the name of this host, as `EHLO` says it.
    package init(place: SMTPPlace, greeting: String, limits: Limits = Limits()) {
        self.place = place
        self.greeting = greeting
        self.limits = limits
    }

    package func send(_ mail: ReadyMail) async throws -> String {
        let flag = CancelFlag()
        return try await withTaskCancellationHandler {
            try await Self.threads.runIfActive {
                try Self.verdict(perform(mail, flag))
            }
        } onCancel: {
            flag.isSet.store(true, ordering: .relaxed)
        }
    }

    private final class CancelFlag: Sendable {
        let isSet = Atomic(false)
    }

    /// Blocks.
    private func perform(_ mail: ReadyMail, _ flag: CancelFlag) -> curl_mail_outcome {
        var outcome = curl_mail_outcome()
        guard Self.isReady else { return outcome }
        let texts = [
            "\(place.url)/\(greeting)", place.user, place.password, place.authorities, "<\(mail.sender)>",
            "<\(mail.recipient)>", mail.message,
        ].map { $0.map { strdup($0) } ?? nil }
        defer { for text in texts { free(text) } }
        var request = curl_mail()
        request.url = UnsafePointer(texts[0])
        request.user = UnsafePointer(texts[1])
        request.password = UnsafePointer(texts[2])
        request.authorities = UnsafePointer(texts[3])
        request.demands_tls = place.demandsTLS ? 1 : 0
        request.sender = UnsafePointer(texts[4])
        request.recipient = UnsafePointer(texts[5])
        request.message = UnsafePointer(texts[6])
        request.message_bytes = mail.message.utf8.count
        request.connect_milliseconds = limits.connectMilliseconds
        request.total_milliseconds = limits.totalMilliseconds
        request.is_cancelled = { context in
            guard let context else { return 0 }
            return Unmanaged<CancelFlag>.fromOpaque(context).takeUnretainedValue().isSet.load(ordering: .relaxed)
                ? 1 : 0
        }
        request.context = Unmanaged.passUnretained(flag).toOpaque()
        curl_mail_send(&request, &outcome)
        return withExtendedLifetime(flag) { outcome }
    }

    /// What the server said decides; where it said nothing, how far we had come.
    private static func verdict(_ outcome: curl_mail_outcome) throws -> String {
        let reply = line(outcome.reply)
        if outcome.code == CURLE_OK.rawValue, isReady { return reply }
        if outcome.code == CURLE_ABORTED_BY_CALLBACK.rawValue, outcome.is_sent_whole == 0 { throw CancellationError() }
        let code = Int(reply.prefix(3)) ?? 0
        let isAnswered = (400..<600).contains(code)
        if isAnswered, outcome.code != CURLE_OPERATION_TIMEDOUT.rawValue {
            if code == 530 || code == 535 { throw MailFault.unreachable("login: \(reply)") }
            throw code < 500 ? MailFault.deferred(code: code, reply: reply) : .refused(code: code, reply: reply)
        }
        let reason = line(outcome.error)
        let text = reason.isEmpty ? String(cString: curl_easy_strerror(CURLcode(UInt32(outcome.code)))) : reason
        throw outcome.is_sent_whole == 1 ? MailFault.unknown(text) : .unreachable(text)
    }

    /// What a server says goes into a row: one clean line of bounded length.
    private static func line<Characters>(_ characters: Characters) -> String {
        withUnsafeBytes(of: characters) { raw in
            PlainLine.clean(String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self))
        }
    }
}
