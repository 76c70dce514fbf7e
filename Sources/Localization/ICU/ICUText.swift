/// Runs a C function that writes UTF-8 and tells how much there is; asks again when it was more than expected.
///
/// Nil when ICU refused (the function answered with a negated error code).
func icuText(_ write: (UnsafeMutablePointer<CChar>, Int32) -> Int32) -> String? {
    var capacity = ICUText.bytesExpected
    while true {
        var answer: Int32 = 0
        let text = String(unsafeUninitializedCapacity: capacity) { buffer in
            buffer.withMemoryRebound(to: CChar.self) { chars in
                guard let base = chars.baseAddress else { return 0 }
                answer = write(base, Int32(capacity))
                return answer > 0 && answer <= capacity ? Int(answer) : 0
            }
        }
        guard answer >= 0 else { return nil }
        guard answer > capacity else { return text }
        capacity = Int(answer)
    }
}

enum ICUText {
    /// Room for nearly every number, date and name, so that one call is enough.
    static let bytesExpected = 96
}
