import Bookings
import Vocabulary

/// Faults of the party sorted to the fields of the form.
struct CheckoutFaults {
    private var names: [Int: [String: Problem.Fault]] = [:]
    private(set) var email: Problem.Fault?
    private(set) var phone: Problem.Fault?
    private(set) var notes: Problem.Fault?
    private(set) var terms: Problem.Fault?

    init(_ faults: [Problem.Fault]) {
        for fault in faults {
            let steps = fault.pointer.split(separator: "/")
            switch steps.first {
            case "travellers": place(fault, steps.dropFirst().map(String.init))
            case "contact" where steps.last == "email": email = fault
            case "contact" where steps.last == "phone": phone = fault
            case "contact": notes = fault
            default: terms = fault
            }
        }
    }

    /// Of one traveller, by part of the name.
    func name(_ index: Int) -> [String: Problem.Fault] { names[index] ?? [:] }

    private mutating func place(_ fault: Problem.Fault, _ steps: [String]) {
        guard steps.count == 2, let index = Int(steps[0]) else {
            names[0, default: [:]]["given"] = fault
            return
        }
        switch steps[1] {
        case "given_name": names[index, default: [:]]["given"] = fault
        case "family_name": names[index, default: [:]]["family"] = fault
        case "given_kana", "family_kana": names[index, default: [:]][steps[1]] = fault
        case "latin_name": names[index, default: [:]]["latin"] = fault
        case _ where fault.code == "required":
            // No name at all: both parts are asked for, the full name stays a choice.
            names[index, default: [:]]["given"] = fault
            names[index, default: [:]]["family"] = fault
        default: names[index, default: [:]]["full"] = fault
        }
    }
}
