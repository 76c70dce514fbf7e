import Vocabulary

/// The rates that come with the program: a first line `date,YYYY-MM-DD`, then `<currency>,<units for one euro>`.
extension ExchangeRates {
    package struct Fault: Error, Hashable, Sendable {
        package let line: Int
        package let reason: Reason

        package enum Reason: Hashable, Sendable {
            case noDate
            case badCurrency
            case badRate
            case doubled
        }

        package init(line: Int, reason: Reason) {
            self.line = line
            self.reason = reason
        }
    }

    /// Throws `Fault` with the line of the file.
    package init(file text: String) throws(Fault) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let head = lines.first, head.hasPrefix("date,"), let date = CalendarDate(String(head.dropFirst(5))) else {
            throw Fault(line: 1, reason: .noDate)
        }
        var rates: [CurrencyCode: ExchangeRate] = [:]
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty && !line.hasPrefix("#") {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count == 2, let currency = CurrencyCode(String(cells[0])) else {
                throw Fault(line: index + 1, reason: .badCurrency)
            }
            guard let rate = try? ExchangeRate(cells[1]), currency != .eur || rate == .one else {
                throw Fault(line: index + 1, reason: .badRate)
            }
            guard rates.updateValue(rate, forKey: currency) == nil else {
                throw Fault(line: index + 1, reason: .doubled)
            }
        }
        rates[.eur] = nil
        self.init(date: date, perEuro: rates)
    }
}
