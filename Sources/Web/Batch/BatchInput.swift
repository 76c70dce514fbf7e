import Vocabulary

/// A batch whose operations have names of their own and wait for each other in some order.
struct BatchInput: Input {
    let operations: [BatchOperation]

    static let form = Form(
        "Batch",
        Field(
            "operations", .list(.object(BatchOperation.form), 1...BatchFeature.operationsMax),
            "Independent ones run side by side; \"${hold#/body/id}\" stands for a part of an earlier result")
    ) { operations in
        let faults = duplicates(operations) + strangers(operations)
        guard faults.isEmpty else { throw InputFaults(faults) }
        let circle = circles(operations)
        guard circle.isEmpty else { throw InputFaults(circle) }
        return BatchInput(operations: operations)
    }

    private static func duplicates(_ operations: [BatchOperation]) -> [Problem.Fault] {
        var seen: Set<String> = []
        return operations.enumerated().compactMap { index, operation in
            seen.insert(operation.id).inserted ? nil : .init("/operations/\(index)/id", "duplicate")
        }
    }

    /// Names that no operation has.
    private static func strangers(_ operations: [BatchOperation]) -> [Problem.Fault] {
        let names = Set(operations.map(\.id))
        return operations.enumerated().flatMap { index, operation in
            operation.dependsOn.enumerated().filter { !names.contains($0.element) }.map { place, name in
                Problem.Fault("/operations/\(index)/depends_on/\(place)", "operation_unknown", ["name": .text(name)])
            }
                + operation.references.filter { !names.contains($0.reference.operation) }.map { reference, pointer in
                    Problem.Fault(
                        "/operations/\(index)\(pointer)", "operation_unknown", ["name": .text(reference.operation)])
                }
        }
    }

    /// What is left when those that wait for nothing are taken away, again and again.
    private static func circles(_ operations: [BatchOperation]) -> [Problem.Fault] {
        var waiting = Dictionary(uniqueKeysWithValues: operations.map { ($0.id, $0.needs) })
        while true {
            let free = waiting.filter { $0.value.isEmpty }.map(\.key)
            if free.isEmpty { break }
            for name in free { waiting[name] = nil }
            for name in waiting.keys { waiting[name]?.subtract(free) }
        }
        return operations.enumerated().filter { waiting[$0.element.id] != nil }.map { index, _ in
            .init("/operations/\(index)/depends_on", "dependency_circle")
        }
    }
}
