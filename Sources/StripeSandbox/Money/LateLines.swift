/// Charges whose lines of the balance come some time after the money was taken: Stripe books them apart from its answer
/// to the capture, and says so by `charge.updated`.
struct LateLines: Sendable {
    static let secondsMax = 30 * 86_400

    /// Nil: any.
    let account: String?
    let seconds: Int
    var count: Int
}

extension World {
    /// After how long the line of this charge comes; nil where it comes at once.
    mutating func takeLateLine(of account: String) -> Int? {
        guard let index = lateLines.firstIndex(where: { $0.account == nil || $0.account == account }) else {
            return nil
        }
        let seconds = lateLines[index].seconds
        lateLines[index].count -= 1
        if lateLines[index].count <= 0 { lateLines.remove(at: index) }
        return seconds
    }
}

extension Sandbox {
    func controlLateLines(_ body: String) async throws -> JSON {
        let asked = try ControlRequest.read(ControlRequest.Late.self, body)
        guard (1...FaultBook.countMax).contains(asked.count) else {
            throw Refusal.parameter("count", "1 to \(FaultBook.countMax).")
        }
        guard (1...LateLines.secondsMax).contains(asked.seconds) else {
            throw Refusal.parameter("seconds", "1 to \(LateLines.secondsMax).")
        }
        return try await change(CallDraft()) { world, _ in
            world.lateLines.append(LateLines(account: asked.account, seconds: asked.seconds, count: asked.count))
            return ["late_lines": .int(world.lateLines.count)]
        }
    }
}
