import Foundation
import Vocabulary

/// Goes along a chain entry by entry and holds each to the one before it; no I/O.
struct AuditWalk {
    private(set) var number: Int
    private(set) var last = largest
    private var hash: [UInt8]
    private let roots: [AuditRoot]
    private var nextRoot = 0
    /// Of the roots passed the one with the latest day.
    private var dayPassed: CalendarDate?
    private var erasures: [UUID: Int] = [:]
    private var told: Set<UUID> = []

    private static let secondsPerDay = 86_400.0
    /// No entry is behind it at the number where the chain begins.
    private static let largest = UUID(
        uuid: (255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255))

    /// `kept`: roots that lay elsewhere; they are held to like the database's own.
    init(_ head: AuditHead, _ stored: [AuditRoot], kept: [AuditRoot]) {
        number = head.droppedThrough
        hash = head.droppedHash
        roots = (stored + kept).filter { $0.number >= head.droppedThrough }
            .sorted { ($0.number, $0.day) < ($1.number, $1.day) }
    }

    /// Entries that were erased, by the erasure that no entry has told of, with the first of them.
    var erasuresWithoutTrace: [UUID: Int] { erasures.filter { !told.contains($0.key) } }

    mutating func step(_ record: AuditRecord) -> AuditBreak? {
        guard let seal = record.seal else { return AuditBreak(record, number + 1, .missing) }
        if let broken = passRoots() { return broken }
        if seal.number == number { return AuditBreak(record, number, .doubled) }
        guard seal.number == number + 1 else { return AuditBreak(nil, number + 1, .missing) }
        if let broken = judgeFields(of: record, seal) { return broken }
        let expected = AuditChain.seal(
            record, number: seal.number, after: hash, origin: seal.originCommitment, content: seal.contentCommitment)
        guard expected == seal.hash else { return AuditBreak(record, seal.number, .altered) }
        if let day = dayPassed {
            let dawn = Double(day.daysSinceEpoch) * Self.secondsPerDay - AuditVerification.lateSeconds
            if record.recordedAt.timeIntervalSince1970 < dawn {
                return AuditBreak(record, seal.number, .backdated(behind: day))
            }
        }
        if record.action == "audit.erase" { told.insert(record.id) }
        number = seal.number
        hash = seal.hash
        last = record.id
        return nil
    }

    private mutating func judgeFields(of record: AuditRecord, _ seal: AuditRecord.Seal) -> AuditBreak? {
        if let erasure = record.erasedBy {
            erasures[erasure] = min(erasures[erasure] ?? .max, seal.number)
            let isGone = record.isEmpty && seal.originSalt == nil && seal.contentSalt == nil
            return isGone ? nil : AuditBreak(record, seal.number, .erasedHoldsContent)
        }
        if AuditChain.origin(record, salt: seal.originSalt ?? []) != seal.originCommitment {
            return AuditBreak(record, seal.number, .originAltered)
        }
        if AuditChain.content(record, salt: seal.contentSalt ?? []) != seal.contentCommitment {
            return AuditBreak(record, seal.number, .contentAltered)
        }
        return nil
    }

    /// Roots that stand where we are.
    private mutating func passRoots() -> AuditBreak? {
        while nextRoot < roots.count, roots[nextRoot].number <= number {
            let root = roots[nextRoot]
            guard root.number == number, root.hash == hash else {
                return AuditBreak(nil, root.number, .rootDiffers(root.day))
            }
            dayPassed = max(dayPassed ?? root.day, root.day)
            nextRoot += 1
        }
        return nil
    }

    func end(_ head: AuditHead) -> AuditBreak? {
        var copy = self
        guard number <= head.lastNumber else { return AuditBreak(nil, head.lastNumber + 1, .unplaced) }
        guard number == head.lastNumber else { return AuditBreak(nil, number + 1, .endMissing) }
        guard hash == head.lastHash else { return AuditBreak(nil, number, .altered) }
        if let broken = copy.passRoots() { return broken }
        // A root of what comes after the end: what it names was there once.
        guard copy.nextRoot == roots.count else { return AuditBreak(nil, number + 1, .endMissing) }
        return nil
    }
}
