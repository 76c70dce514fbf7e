import NIOCore
import Synchronization

/// One client's session with the test's mail server.
final class MailSession: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let box: TestMailServer.Box
    private var behaviour = TestMailServer.Behaviour.accepts
    private var read = ByteBuffer()
    private var sender = ""
    private var recipients: [String] = []
    private var lines: [String]?
    private var isDeaf = false

    init(box: TestMailServer.Box) { self.box = box }

    func channelActive(context: ChannelHandlerContext) {
        behaviour = box.begin()
        answer(.greeting, "220 mail.test ESMTP", context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var arrived = unwrapInboundIn(data)
        read.writeBuffer(&arrived)
        while !isDeaf, let end = read.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) {
            let length = end - read.readerIndex + 1
            let line = (read.readString(length: length) ?? "").trimmingLineEnd
            if lines != nil { take(line, context) } else { obey(line, context) }
        }
    }

    private func obey(_ line: String, _ context: ChannelHandlerContext) {
        box.state.withLock { $0.commands.append(line) }
        switch line.prefix(4).uppercased() {
        case "EHLO", "HELO": answer(.hello, "250-mail.test\r\n250 8BITMIME", context)
        case "MAIL":
            sender = Self.address(line)
            answer(.sender, "250 2.1.0 Ok", context)
        case "RCPT":
            recipients.append(Self.address(line))
            answer(.recipient, "250 2.1.5 Ok", context)
        case "DATA": if answer(.data, "354 End with a dot", context) { lines = [] }
        case "QUIT":
            write("221 2.0.0 Bye", context)
            context.close(promise: nil)
        default: write("250 Ok", context)
        }
    }

    private func take(_ line: String, _ context: ChannelHandlerContext) {
        guard line == "." else {
            lines?.append(line.hasPrefix(".") ? String(line.dropFirst()) : line)
            return
        }
        let text = (lines ?? []).map { $0 + "\r\n" }.joined()
        lines = nil
        let mail = TestMailServer.Mail(sender: sender, recipients: recipients, text: text)
        if !refuses(.dot) { box.state.withLock { $0.mails.append(mail) } }
        (sender, recipients) = ("", [])
        answer(.dot, "250 2.0.0 Ok: taken", context)
    }

    private func refuses(_ stage: TestMailServer.Stage) -> Bool {
        if case .answers(stage, _) = behaviour { true } else { false }
    }

    /// False when the session goes another way here.
    @discardableResult
    private func answer(_ stage: TestMailServer.Stage, _ text: String, _ context: ChannelHandlerContext) -> Bool {
        switch behaviour {
        case .answers(stage, let other): write(other, context)
        case .hangs(stage): isDeaf = true
        case .drops(stage):
            isDeaf = true
            context.close(promise: nil)
        default:
            write(text, context)
            return true
        }
        return false
    }

    private func write(_ text: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text + "\r\n")), promise: nil)
    }

    private static func address(_ line: String) -> String {
        String(line.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" })
    }
}

extension String {
    /// By scalar: to Swift `\r\n` is one character.
    fileprivate var trimmingLineEnd: String {
        var scalars = unicodeScalars
        while let last = scalars.last, last == "\n" || last == "\r" { scalars.removeLast() }
        return String(scalars)
    }
}
