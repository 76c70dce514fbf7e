import Bookings
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("The course of a booking")
struct CourseTests {
    @Test("A state and an action lead to one state at most")
    func deterministic() {
        for settlement in Settlement.allCases {
            let keys = BookingCourse.table
                .filter { $0.settlement == nil || $0.settlement == settlement }
                .map { "\($0.from) \($0.action)" }
            #expect(Set(keys).count == keys.count)
        }
    }

    @Test("Every state is reached from held, and every one that is no end leads to one")
    func connected() {
        var reached: Set<BookingState> = [.held]
        for _ in BookingState.allCases {
            for step in BookingCourse.table where reached.contains(step.from) { reached.insert(step.to) }
        }
        #expect(reached == Set(BookingState.allCases))
        var ending = Set(BookingState.allCases.filter(\.isEnd))
        #expect(ending == [.completed, .expired, .declined, .soldOut, .cancelled, .failed])
        for _ in BookingState.allCases {
            for step in BookingCourse.table where ending.contains(step.to) { ending.insert(step.from) }
        }
        #expect(ending == Set(BookingState.allCases))
    }

    @Test(
        "Random walks leave an end never, and reach confirmed only paid or payable at the property", arguments: 1...50)
    func walks(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for settlement in Settlement.allCases {
            var state = BookingState.held
            var path: [BookingAction] = []
            for _ in 0..<60 {
                guard let action = BookingAction.allCases.randomElement(using: &random) else { return }
                let next = BookingCourse.next(state, action, settlement)
                if state.isEnd { #expect(next == nil, "\(state) \(action), seed \(seed)") }
                guard let next else { continue }
                path.append(action)
                state = next
            }
            if state == .confirmed || state == .completed {
                #expect(settlement == .atProperty ? path.contains(.confirm) : path.contains(.authorize), "seed \(seed)")
            }
        }
    }

    @Test("What the traveller may do is what the table lets a traveller do")
    func available() {
        #expect(BookingCourse.available(in: .held, .atProperty) == [.confirm, .cancel])
        #expect(BookingCourse.available(in: .held, .online) == [.pay, .cancel])
        #expect(BookingCourse.available(in: .confirmed, .atProperty) == [.cancel, .change])
        for state in BookingState.allCases where state.isEnd {
            #expect(BookingCourse.available(in: state, .online).isEmpty)
        }
    }
}
