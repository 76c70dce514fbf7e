internal import CICU

/// Joins texts as the locale does: "a, b and c". Immutable in ICU.
final class ListForm: @unchecked Sendable {
    private let handle: OpaquePointer

    init(locale: String, alternatives: Bool) throws(ICUFault) {
        var status: Int32 = 0
        guard let handle = cicu_list_open(locale, alternatives, &status) else { throw ICUFault(status: status) }
        self.handle = handle
    }

    deinit { cicu_list_close(handle) }

    func text(_ items: [String]) -> String? {
        // One buffer of NUL-ended texts and pointers into it: no allocation per item to lose on a fault.
        var bytes: [CChar] = []
        var starts: [Int] = []
        for item in items {
            starts.append(bytes.count)
            bytes.append(contentsOf: item.utf8.lazy.filter { $0 != 0 }.map { CChar(bitPattern: $0) })
            bytes.append(0)
        }
        return bytes.withUnsafeBufferPointer { buffer in
            let pointers = starts.map { start in buffer.baseAddress.map { $0 + start } }
            return icuText { cicu_list_format(handle, pointers, Int32(pointers.count), $0, $1) }
        }
    }
}

/// Orders texts as readers of the locale expect. Comparing only reads the collator.
final class Collation: @unchecked Sendable {
    private let handle: OpaquePointer

    init(locale: String) throws(ICUFault) {
        var status: Int32 = 0
        guard let handle = cicu_collator_open(locale, &status) else { throw ICUFault(status: status) }
        self.handle = handle
    }

    deinit { cicu_collator_close(handle) }

    /// Bytes that compare as the texts are ordered.
    func key(_ text: String) -> [UInt8] {
        var text = text
        return text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { chars in
                var capacity = ICUText.bytesExpected
                while true {
                    var needed = 0
                    let key = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                        needed = Int(
                            cicu_collator_key(
                                handle, chars.baseAddress, Int32(chars.count), buffer.baseAddress, Int32(capacity)))
                        count = min(needed, capacity)
                    }
                    guard needed > capacity else { return key }
                    capacity = needed
                }
            }
        }
    }
}

/// What the locale calls languages, regions and currencies, in the form that starts a menu line.
final class NameForms: @unchecked Sendable {
    private let handle: OpaquePointer

    init(locale: String) throws(ICUFault) {
        var status: Int32 = 0
        guard let handle = cicu_names_open(locale, &status) else { throw ICUFault(status: status) }
        self.handle = handle
    }

    deinit { cicu_names_close(handle) }

    func locale(_ tag: String) -> String? { icuText { cicu_names_locale(handle, tag, $0, $1) } }
    func region(_ code: String) -> String? { icuText { cicu_names_region(handle, code, $0, $1) } }
    func currency(_ code: String) -> String? { icuText { cicu_names_currency(handle, code, $0, $1) } }
}
