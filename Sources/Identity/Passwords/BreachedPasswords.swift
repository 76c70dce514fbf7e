import Crypto
import Foundation
import Vocabulary

/// A list of passwords known to thieves, from a file on this machine: SHA-1 digests in hexadecimal, one a line,
/// in order, with or without a count after a colon, as haveibeenpwned.com offers for download. Nothing of a
/// password leaves the process.
package final class BreachedPasswords: Sendable {
    package enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
        case unreadable(String)
        case notSorted(line: String)

        package var description: String {
            switch self {
            case .unreadable(let path): "cannot read \(path)"
            case .notSorted(let line): "not a sorted list of SHA-1 digests, at \(line)"
            }
        }
    }

    /// Digest, colon, count and end of line.
    private static let lineMax = 64
    private static let digestLength = 40

    private let path: String
    private let size: UInt64
    private let queue = DispatchQueue(label: "breached-passwords", attributes: .concurrent)

    /// Looks at the first lines, so that a wrong file is found at start and not at the first log-in.
    package init(path: String) throws(Fault) {
        self.path = path
        guard let handle = FileHandle(forReadingAtPath: path), let size = try? handle.seekToEnd() else {
            throw .unreadable(path)
        }
        self.size = size
        guard (try? handle.seek(toOffset: 0)) != nil, let head = try? handle.read(upToCount: Self.lineMax * 16) else {
            throw .unreadable(path)
        }
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\n").dropLast().map {
            String($0.prefix(Self.digestLength))
        }
        for (index, line) in lines.enumerated() {
            let isDigest = line.utf8.count == Self.digestLength && line.allSatisfy(\.isHexDigit)
            guard isDigest, index == 0 || lines[index - 1].uppercased() <= line.uppercased() else {
                throw .notSorted(line: line)
            }
        }
    }

    /// Reads some twenty blocks of the file, away from the event loops.
    package func contain(_ password: String) async throws -> Bool {
        let wanted = Insecure.SHA1.hash(data: Data(password.utf8)).map { byte in
            let text = String(byte, radix: 16, uppercase: true)
            return text.count == 1 ? "0" + text : text
        }.joined()
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { [self] in continuation.resume(with: Result { try search(wanted) }) }
        }
    }

    /// Binary search over bytes: from the middle to the next beginning of a line.
    private func search(_ wanted: String) throws -> Bool {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw Fault.unreadable(path) }
        var (low, high) = (UInt64(0), size)
        while low < high {
            let middle = low + (high - low) / 2
            let from = middle == 0 ? 0 : middle - 1
            try handle.seek(toOffset: from)
            let block = try handle.read(upToCount: Self.lineMax * 2) ?? Data()
            let start: Data.Index
            if from == 0, middle == 0 {
                start = block.startIndex
            } else if let end = block.firstIndex(of: UInt8(ascii: "\n")) {
                start = end + 1
            } else {
                high = middle
                continue
            }
            let found = String(decoding: block[start...].prefix(Self.digestLength), as: UTF8.self).uppercased()
            if found == wanted { return true }
            if found.isEmpty || found > wanted { high = middle } else { low = middle + 1 }
        }
        return false
    }
}
