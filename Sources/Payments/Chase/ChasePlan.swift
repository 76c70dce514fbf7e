/// When a payment or refund whose end is not known is looked at again, and from when on a person is asked.
enum ChasePlan {
    /// After it was written: a process that died between writing and asking is found out by then.
    static let firstSeconds = 20
    /// While the traveller is at it; their coming back and the processor's events are quicker.
    static let openSeconds = 60
    static let longestSeconds = 3_600
    /// So many looks in vain take about an hour.
    static let looksBeforePerson = 10
    /// Longer than anything that was asked is on its way.
    static let anotherKeySeconds = 120
    /// Banks take up to ten working days for a refund, says Stripe (docs.stripe.com/refunds).
    static let refundSeconds: Double = 14 * 86_400
    /// Later than that nobody is coming any more: the net takes it.
    static let lateSeconds = 120
    /// Of one tenant in one round.
    static let roundMax = 100

    /// 5 s, 10 s, 20 s, … to an hour.
    static func seconds(after looks: Int) -> Int { min(longestSeconds, 5 << min(max(0, looks), 10)) }
}
