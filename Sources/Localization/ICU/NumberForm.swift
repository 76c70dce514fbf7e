internal import CICU

/// One way to write numbers in one locale, ready to use.
///
/// ICU documents `LocalizedNumberFormatter` as immutable and safe to share between threads.
final class NumberForm: @unchecked Sendable {
    let handle: OpaquePointer

    init(locale: String, skeleton: String) throws(ICUFault) {
        var status: Int32 = 0
        guard let handle = cicu_number_open(locale, skeleton, &status) else { throw ICUFault(status: status) }
        self.handle = handle
    }

    deinit { cicu_number_close(handle) }

    func text(_ value: Int) -> String? {
        icuText { cicu_number_integer(handle, Int64(value), $0, $1) }
    }

    func text(_ value: Double) -> String? {
        icuText { cicu_number_decimal(handle, value, $0, $1) }
    }
}
