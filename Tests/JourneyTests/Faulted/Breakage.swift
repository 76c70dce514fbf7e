import Foundation

/// What goes wrong while travellers pay: between us and the processor, between the processor and us, and to a process
/// of ours in the very middle of it.
struct Breakage: Sendable {
    enum Victim: Sendable { case server, worker }

    let name: String
    /// For the sandbox's controls; nil where nothing is wrong with its answers.
    let fault: String?
    /// Killed when the fault is met, or, without one, at any moment.
    let victim: Victim?

    /// Long enough to die in.
    private static let stuckMilliseconds = 1_500

    private static func stuck(_ when: String, _ method: String, _ path: String, _ victim: Victim) -> Breakage {
        Breakage(
            name: "\(victim) killed \(when) \(method) \(path)",
            fault: #"{"effect":"delay","when":"\#(when)","method":"\#(method)","path":"\#(path)","#
                + #""milliseconds":\#(stuckMilliseconds),"count":2}"#, victim: victim)
    }

    private static func said(_ fault: String) -> Breakage { Breakage(name: fault, fault: fault, victim: nil) }

    /// Every step at the processor, before it is done there and after it.
    static let all: [Breakage] =
        ["before", "after"].flatMap { when in
            [
                stuck(when, "POST", "/v1/payment_intents", .server),
                stuck(when, "POST", "/v1/payment_intents/*/capture", .server),
                stuck(when, "POST", "/v1/payment_intents/*/capture", .worker),
                stuck(when, "POST", "/v1/payment_intents/*/cancel", .worker),
                stuck(when, "POST", "/v1/refunds", .worker),
            ]
        } + [
            stuck("after", "GET", "/v1/payment_intents/*", .server),
            stuck("after", "GET", "/v1/disputes/*", .worker),
            Breakage(name: "server killed at any moment", fault: nil, victim: .server),
            Breakage(name: "worker killed at any moment", fault: nil, victim: .worker),
            said(#"{"effect":"drop","when":"after","method":"POST","count":4}"#),
            said(#"{"effect":"drop","when":"before","count":4}"#),
            said(#"{"effect":"status","status":500,"when":"kept","method":"POST","count":3}"#),
            said(#"{"effect":"status","status":503,"when":"before","count":4}"#),
            said(#"{"effect":"status","status":429,"when":"before","count":4}"#),
        ]

    /// What becomes of the processor's own messages meanwhile.
    static let events = [
        #"{"action":"double","count":20}"#, #"{"action":"reorder","count":6}"#, #"{"action":"lose","count":8}"#,
        #"{"action":"delay","seconds":2,"count":8}"#,
    ]
}
