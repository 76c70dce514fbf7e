internal import CICU

/// How a date or a time is to be written, before a locale gives it words.
enum DateShape: Hashable, Sendable {
    case date(Length)
    case time(Length)
    /// Fields without order, which the locale arranges: `yMMMM`.
    case skeleton(String)

    enum Length: UInt32, Sendable {
        case full, long, medium, short
    }
}

/// One way to write dates in one locale, in UTC and the Gregorian calendar.
///
/// ICU's `DateFormat::format` is const and works on a copy of its calendar, so threads share the handle.
final class DateForm: @unchecked Sendable {
    private let handle: OpaquePointer

    init(locale: String, shape: DateShape) throws(ICUFault) {
        var status: Int32 = 0
        let opened =
            switch shape {
            case .date(let length): cicu_date_open(locale, cicu_length(rawValue: length.rawValue), &status)
            case .time(let length): cicu_time_open(locale, cicu_length(rawValue: length.rawValue), &status)
            case .skeleton(let fields): cicu_date_open_skeleton(locale, fields, &status)
            }
        guard let opened else { throw ICUFault(status: status) }
        self.handle = opened
    }

    deinit { cicu_date_close(handle) }

    func text(milliseconds: Double) -> String? {
        icuText { cicu_date_format(handle, milliseconds, $0, $1) }
    }
}

/// A span of days: what the two dates share is written once. ICU locks inside while it formats.
final class IntervalForm: @unchecked Sendable {
    private let handle: OpaquePointer

    init(locale: String, skeleton: String) throws(ICUFault) {
        var status: Int32 = 0
        guard let handle = cicu_interval_open(locale, skeleton, &status) else { throw ICUFault(status: status) }
        self.handle = handle
    }

    deinit { cicu_interval_close(handle) }

    func text(from: Double, to: Double) -> String? {
        icuText { cicu_interval_format(handle, from, to, $0, $1) }
    }
}

/// Days seen from today: "tomorrow", "in 3 days".
final class RelativeForm: @unchecked Sendable {
    private let handle: OpaquePointer

    init(locale: String) throws(ICUFault) {
        var status: Int32 = 0
        guard let handle = cicu_relative_open(locale, &status) else { throw ICUFault(status: status) }
        self.handle = handle
    }

    deinit { cicu_relative_close(handle) }

    func text(days: Int) -> String? {
        icuText { cicu_relative_days(handle, Int32(clamping: days), $0, $1) }
    }
}
