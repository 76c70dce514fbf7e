import NIOCore
import NIOPosix
import Synchronization

/// A mail server of a test's own on loopback: it takes mails, and errs as it is told to, session by session.
package final class TestMailServer: Sendable {
    /// Where in a session (RFC 5321) something happens.
    package enum Stage: Sendable, Hashable {
        case greeting, hello, sender, recipient, data
        /// The whole mail is there, its last dot too.
        case dot
    }

    /// What a session does other than taking the mail.
    package enum Behaviour: Sendable, Hashable {
        case accepts
        case answers(Stage, String)
        /// Says nothing more and keeps the connection.
        case hangs(Stage)
        case drops(Stage)
    }

    package struct Mail: Sendable, Hashable {
        package let sender: String
        package let recipients: [String]
        /// Lines end in `\r\n`; dots that were doubled for the way are single again.
        package let text: String
    }

    final class Box: Sendable {
        struct State {
            var mails: [Mail] = []
            var plan: [Behaviour] = []
            var standing = Behaviour.accepts
            var sessions = 0
            var commands: [String] = []
        }

        let state = Mutex(State())

        func begin() -> Behaviour {
            state.withLock { state in
                state.sessions += 1
                return state.plan.isEmpty ? state.standing : state.plan.removeFirst()
            }
        }
    }

    package let port: Int
    private let channel: any Channel
    private let box: Box

    package var url: String { "smtp+plain://127.0.0.1:\(port)" }

    package static func start() async throws -> TestMailServer {
        let box = Box()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(MailSession(box: box))
                }
            }.bind(host: "127.0.0.1", port: 0).get()
        return TestMailServer(port: channel.localAddress?.port ?? 0, channel: channel, box: box)
    }

    private init(port: Int, channel: any Channel, box: Box) {
        self.port = port
        self.channel = channel
        self.box = box
    }

    package func stop() async { try? await channel.close() }

    /// The next sessions, one each; after them `standing`.
    package func plan(_ behaviours: [Behaviour], then standing: Behaviour = .accepts) {
        box.state.withLock { state in
            state.plan = behaviours
            state.standing = standing
        }
    }

    /// Mails whose last dot arrived, whatever was answered to it.
    package var mails: [Mail] { box.state.withLock { $0.mails } }
    package var sessions: Int { box.state.withLock { $0.sessions } }
    package var commands: [String] { box.state.withLock { $0.commands } }
}
