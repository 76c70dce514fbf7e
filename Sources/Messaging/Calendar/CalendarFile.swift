package import Foundation
package import Localization
import Vocabulary

/// A stay as a calendar file (RFC 5545): the nights as whole days of the property, and the hour by which its
/// guests leave as an instant, so that every calendar shows both right wherever it is.
package struct CalendarFile {
    /// Octets of a line, the break not counted (3.1).
    static let lineMax = 75

    let stay: BookingLetter
    /// Beside the booking's own, in the names of its entries.
    let name: String
    let summary: String
    let leaveSummary: String
    let description: String
    let url: String
    let isCancelled: Bool
    let stamp: Date

    package var bytes: [UInt8] {
        let lines =
            [
                "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//TravelHub//Bookings//EN", "CALSCALE:GREGORIAN",
                "METHOD:PUBLISH",
            ]
            + event(
                "stay", summary,
                ["DTSTART;VALUE=DATE:\(Self.day(stay.checkIn))", "DTEND;VALUE=DATE:\(Self.day(stay.checkOut))"])
            + event("leave", leaveSummary, ["DTSTART:\(Self.instant(stay.leavesBy.instant))"])
            + ["END:VCALENDAR"]
        return Array(lines.map(Self.folded).joined().utf8)
    }

    private func event(_ part: String, _ summary: String, _ times: [String]) -> [String] {
        [
            "BEGIN:VEVENT", "UID:\(stay.booking.uuidString.lowercased())-\(part)@\(name)",
            "SEQUENCE:\(stay.sequence)", "DTSTAMP:\(Self.instant(stamp))",
        ] + times + [
            "SUMMARY:\(Self.text(summary))", "LOCATION:\(Self.text("\(stay.hotelName), \(stay.hotelAddress)"))",
            "DESCRIPTION:\(Self.text(description))", "URL:\(url)",
            "STATUS:\(isCancelled ? "CANCELLED" : "CONFIRMED")", "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    }

    private static func day(_ date: CalendarDate) -> String { date.description.replacing("-", with: "") }

    /// `20261126T032506Z`
    private static func instant(_ instant: Date) -> String {
        let whole = Date(timeIntervalSince1970: instant.timeIntervalSince1970.rounded(.down))
        return whole.rfc3339.filter { $0 != "-" && $0 != ":" }
    }

    /// 3.3.11: a value of a person's cannot begin a property of its own. By scalars: a sign with a combining mark
    /// is one character, and acts all the same.
    static func text(_ value: String) -> String {
        let lines = PlainLine.cleanLines(value).map { line in
            line.unicodeScalars.reduce(into: String.UnicodeScalarView()) { text, scalar in
                if "\\;,".unicodeScalars.contains(scalar) { text.append("\\") }
                text.append(scalar)
            }
        }
        return lines.map(String.init).joined(separator: "\\n")
    }

    /// Longer lines go on after a break and a space, never inside a scalar.
    static func folded(_ line: String) -> String {
        var folded = ""
        var octets = 0
        for scalar in line.unicodeScalars {
            let width = UTF8.width(scalar)
            if octets + width > lineMax {
                folded += "\r\n "
                octets = 1
            }
            folded.unicodeScalars.append(scalar)
            octets += width
        }
        return folded + "\r\n"
    }
}

extension CalendarFile {
    /// In a reader's words. Mailed or fetched, the entries have the same names, so that a calendar has them once.
    package init(
        _ stay: BookingLetter, isCancelled: Bool, in words: Translator, _ site: LetterSite, stamp: Date
    ) {
        let hotel = ["hotel": MessageArgument.text(PlainLine.clean(stay.hotelName))]
        self.init(
            stay: stay, name: site.calendarName, summary: words("mail.calendar.stay", hotel),
            leaveSummary: words("mail.calendar.leave", hotel),
            description: words(
                "mail.calendar.description",
                ["reference": .text(stay.reference), "brand": .text(site.name(words.locale))]),
            url: site.url(stay.path), isCancelled: isCancelled, stamp: stamp)
    }
}
