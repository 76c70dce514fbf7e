package import Localization

extension IssuedPapers {
    /// One of them as a file, named below a booking's own address.
    package struct File: Hashable, Sendable {
        package let label: String
        package let file: String
    }

    /// Invoices, then what takes them back, the last first of each; told apart by their numbers where there is more than
    /// one invoice.
    package func files(_ words: Translator) -> [File] {
        let isOne = all.count { $0.kind == .invoice } == 1
        return PaperKind.allCases.flatMap { kind in
            let papers = all.filter { $0.kind == kind }
            guard !isOne else {
                return papers.map { _ in File(label: words("papers.\(kind.rawValue)"), file: kind.fileName) }
            }
            return papers.reversed().map { paper in
                let number = paper.number.description
                return File(
                    label: words("papers.\(kind.rawValue)_numbered", ["number": .text(number)]),
                    file: "\(kind.fileName)?number=\(number)")
            }
        }
    }
}

extension PaperKind {
    fileprivate var fileName: String { self == .invoice ? "invoice.pdf" : "credit-note.pdf" }
}
