package import Pricing
package import Vocabulary

/// Rates as the European Central Bank writes them: an envelope with a `Cube` for each day, and in it one for each
/// currency (ecb.europa.eu, "Euro foreign exchange reference rates", the daily file and that of 90 days).
package struct RateDocument: Sendable {
    /// The file of 90 days has some 90 kB.
    package static let bytesMax = 512 * 1024

    /// The oldest first; not empty.
    package let days: [ExchangeRates]
    /// Currencies that are none of ours, in order; their rates are left out.
    package let unknown: [String]

    /// All or nothing.
    ///
    /// - Parameter today: the last day that there can be rates of.
    /// - Throws: ``RateFaults`` with every fault.
    package init(ecb bytes: [UInt8], today: CalendarDate) throws(RateFaults) {
        guard bytes.count <= Self.bytesMax else { throw RateFaults([RateFault(.tooLarge)]) }
        var reading = Reading(today: today)
        do throws(XMLTree.Refusal) {
            try XMLTree(bytes).withRoot { reading.read($0) }
        } catch {
            switch error {
            case .malformed(let line): throw RateFaults([RateFault(.malformed, line: line)])
            case .typed: throw RateFaults([RateFault(.typed)])
            }
        }
        guard reading.faults.isEmpty else { throw RateFaults(reading.faults) }
        days = reading.days.sorted { $0.date < $1.date }
        unknown = reading.unknown.sorted()
    }

    init(days: [ExchangeRates]) {
        self.days = days
        unknown = []
    }
}

/// What has been read until now, and what was wrong with it.
private struct Reading {
    let today: CalendarDate
    var days: [ExchangeRates] = []
    var unknown: Set<String> = []
    var faults: [RateFault] = []

    mutating func read(_ root: XMLNode?) {
        guard let root, root.name == "Envelope" else { return faults.append(RateFault(.foreign, line: root?.line)) }
        let cubes = root.children.filter { $0.name == "Cube" }.flatMap(\.children).filter { $0.name == "Cube" }
        guard !cubes.isEmpty else { return faults.append(RateFault(.foreign, line: root.line)) }
        var dates: Set<CalendarDate> = []
        for cube in cubes {
            let date = date(of: cube)
            if let date, !dates.insert(date).inserted {
                faults.append(RateFault(.dateDoubled, line: cube.line, "\(date)"))
            }
            let rates = rates(of: cube)
            if let date { days.append(ExchangeRates(date: date, perEuro: rates)) }
        }
    }

    private mutating func date(of cube: XMLNode) -> CalendarDate? {
        guard let text = cube.attribute("time") else {
            faults.append(RateFault(.dateMissing, line: cube.line))
            return nil
        }
        guard let date = CalendarDate(text) else {
            faults.append(RateFault(.dateForm, line: cube.line, text))
            return nil
        }
        if date > today { faults.append(RateFault(.dateFuture, line: cube.line, text)) }
        return date
    }

    private mutating func rates(of cube: XMLNode) -> [CurrencyCode: ExchangeRate] {
        var (rates, seen): ([CurrencyCode: ExchangeRate], Set<String>) = ([:], [])
        let entries = cube.children.filter { $0.name == "Cube" }
        if entries.isEmpty { faults.append(RateFault(.dateEmpty, line: cube.line)) }
        for entry in entries {
            let code = entry.attribute("currency") ?? ""
            let isCode = code.utf8.count == 3 && code.utf8.allSatisfy { (0x41...0x5A).contains($0) }
            if !isCode { faults.append(RateFault(.currencyForm, line: entry.line, code)) }
            if isCode, !seen.insert(code).inserted {
                faults.append(RateFault(.currencyDoubled, line: entry.line, code))
            }
            guard let rate = rate(of: entry), isCode else { continue }
            guard let currency = CurrencyCode(code) else {
                unknown.insert(code)
                continue
            }
            if currency == .eur {
                if rate != .one { faults.append(RateFault(.rateMagnitude, line: entry.line, "\(rate)")) }
            } else {
                rates[currency] = rate
            }
        }
        return rates
    }

    private mutating func rate(of entry: XMLNode) -> ExchangeRate? {
        guard let text = entry.attribute("rate") else {
            faults.append(RateFault(.rateMissing, line: entry.line, entry.attribute("currency") ?? ""))
            return nil
        }
        do throws(ExchangeRate.Fault) { return try ExchangeRate(text) } catch {
            faults.append(RateFault(error == .form ? .rateForm : .rateMagnitude, line: entry.line, text))
            return nil
        }
    }
}
