import Glibc

/// Turns the C library's −1 and `errno` into a thrown error that names the call.
enum SystemError {
    @discardableResult
    static func check(_ call: String, _ result: Int32) throws -> Int32 {
        guard result >= 0 else { throw PrivateServerError.system(call, code: errno) }
        return result
    }

    static func text(_ code: Int32) -> String { String(cString: strerror(code)) }
}
