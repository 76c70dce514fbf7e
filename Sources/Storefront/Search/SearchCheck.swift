import Inventory
import Pricing
import Vocabulary

/// The rules of a search over what was typed: all faults at once, each at its field.
struct SearchCheck {
    let request: StayRequest?
    let destination: Problem.Fault?
    let checkIn: Problem.Fault?
    let checkOut: Problem.Fault?
    /// By the room's index.
    let rooms: [Int: Problem.Fault]

    var isFine: Bool { request != nil && destination == nil }

    /// `firstDay` is the first that is not past.
    init(_ entry: SearchEntry, firstDay: CalendarDate, needsDestination: Bool) {
        let name = entry.destination.filter { !$0.isWhitespace }
        destination =
            needsDestination && name.isEmpty
            ? .init("/destination", "required") : SearchEntry.destinationField.fault(in: entry.destination)
        var checkIn = Self.fault(entry.checkIn, "/check_in", firstDay)
        var checkOut = Self.fault(entry.checkOut, "/check_out", firstDay)
        let dates = Self.dates(entry, &checkIn, &checkOut)
        var occupancies: [Occupancy] = []
        var faults: [Int: Problem.Fault] = [:]
        for (index, room) in entry.rooms.enumerated() {
            switch Self.occupancy(room, index) {
            case .success(let occupancy): occupancies.append(occupancy)
            case .failure(let problem): faults[index] = problem.faults.first
            }
        }
        self.checkIn = checkIn
        self.checkOut = checkOut
        rooms = faults
        request = faults.isEmpty ? dates.flatMap { try? StayRequest(dates: $0, rooms: occupancies) } : nil
    }

    private static func fault(_ text: String, _ pointer: String, _ firstDay: CalendarDate) -> Problem.Fault? {
        if text.isEmpty { return .init(pointer, "required") }
        guard let date = CalendarDate(text) else { return .init(pointer, "format", ["expected": .text("YYYY-MM-DD")]) }
        return date < firstDay ? .init(pointer, "date_past") : nil
    }

    private static func dates(
        _ entry: SearchEntry, _ checkIn: inout Problem.Fault?, _ checkOut: inout Problem.Fault?
    ) -> StayDates? {
        guard checkIn == nil, checkOut == nil, let first = CalendarDate(entry.checkIn),
            let last = CalendarDate(entry.checkOut)
        else { return nil }
        do throws(StayDates.Fault) {
            return try StayDates(checkIn: first, checkOut: last)
        } catch .checkOutNotAfterCheckIn {
            checkOut = .init("/check_out", "checkout_before_checkin")
        } catch {
            checkOut = .init("/check_out", "too_many_nights", ["max": .number(StayDates.nightsMax)])
        }
        return nil
    }

    private static func occupancy(_ room: SearchEntry.Room, _ index: Int) -> Result<Occupancy, Problem> {
        let pointer = "/rooms/\(index)"
        let ages = room.ages.map(Int.init)
        func failed(_ code: String, _ arguments: [String: Problem.Argument]) -> Result<Occupancy, Problem> {
            .failure(Problem(422, "input.invalid", faults: [.init(pointer, code, arguments)]))
        }
        guard !ages.contains(nil) else {
            return failed("children_ages", ["max": .number(Occupancy.childAges.upperBound)])
        }
        do throws(Occupancy.Fault) {
            return .success(try Occupancy(adults: Int(room.adults) ?? 0, childAges: ages.compactMap(\.self)))
        } catch .adults {
            return failed("out_of_range", ["min": .number(1), "max": .number(Occupancy.adultsMax)])
        } catch .childAge {
            return failed("children_ages", ["max": .number(Occupancy.childAges.upperBound)])
        } catch .children {
            return failed("too_many", ["max": .number(Occupancy.childrenMax)])
        } catch {
            return failed("too_many", ["max": .number(Occupancy.guestsMax)])
        }
    }
}
