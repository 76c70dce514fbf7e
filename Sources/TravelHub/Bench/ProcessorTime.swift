import Foundation

/// Seconds that processors worked for a process, by its own code and the kernel's, as proc(5) counts them in `stat`.
enum ProcessorTime {
    /// Of one process with all its threads.
    static func seconds(of process: Int32) throws -> Double { try Stat(process).own / ticksPerSecond }

    /// Of a process, its children, and those of them that have ended.
    static func secondsOfFamily(of process: Int32) throws -> Double {
        let parent = try Stat(process)
        let others = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }
        // One that ends between the two looks is counted by its parent.
        let children = others.compactMap { try? Stat($0) }.filter { $0.parent == process }
        return (parent.own + parent.ended + children.reduce(0) { $0 + $1.own }) / ticksPerSecond
    }

    private static let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))

    private struct Stat {
        let parent: Int32
        let own: Double
        /// Of children that were waited for.
        let ended: Double

        init(_ process: Int32) throws {
            let text = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
            // A program's name may hold anything, blanks and brackets too; what follows the last bracket is numbers.
            let words = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ").dropFirst()
            let numbers = words.map { Double($0) ?? 0 }
            guard numbers.count > 14 else {
                throw BenchProgram.Failure(description: "/proc/\(process)/stat does not read: \(text)")
            }
            parent = Int32(numbers[1])
            own = numbers[11] + numbers[12]
            ended = numbers[13] + numbers[14]
        }
    }
}
