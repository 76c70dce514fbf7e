/// One mistake in a tenant's folder, told so that it is mended without a question.
package struct FolderFault: Hashable, Sendable, CustomStringConvertible {
    /// Inside the folder: `tenant.yml`, `pages/terms.de.md`.
    package let file: String
    /// From 1.
    package let line: Int
    package let column: Int?
    /// Where in the document: `billing.currency`, `hosts[1]`; empty for the file as a whole.
    package let path: String
    /// What was expected, in English.
    package let message: String

    package init(file: String, line: Int, column: Int? = nil, path: String = "", message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.path = path
        self.message = message
    }

    /// As compilers write it, so that editors jump there: `tenant.yml:12:13: billing.currency: …`.
    package var description: String {
        let place = column.map { "\(file):\(line):\($0)" } ?? "\(file):\(line)"
        return path.isEmpty ? "\(place): \(message)" : "\(place): \(path): \(message)"
    }
}

/// All mistakes of one folder, by file and line.
package struct FolderFaults: Error, Hashable, Sendable, CustomStringConvertible {
    package let faults: [FolderFault]

    package init(_ faults: [FolderFault]) {
        self.faults = faults.sorted {
            ($0.file, $0.line, $0.column ?? 0, $0.path, $0.message) < (
                $1.file, $1.line, $1.column ?? 0, $1.path, $1.message
            )
        }
    }

    package var description: String { faults.map(\.description).joined(separator: "\n") }
}

/// Gathers mistakes while a folder is read, so that one does not hide the next.
final class FaultSink {
    private(set) var faults: [FolderFault] = []

    func add(_ fault: FolderFault) { faults.append(fault) }
}
