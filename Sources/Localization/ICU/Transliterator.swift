internal import CICU
internal import Synchronization

/// Rewrites text from one script to another by ICU's rules.
///
/// ICU says that a transliterator shared between threads must be synchronised, hence the lock.
final class Transliterator: Sendable {
    private let handle: Mutex<Handle>

    private struct Handle: ~Copyable, @unchecked Sendable {
        let pointer: OpaquePointer
        deinit { cicu_transliterator_close(pointer) }
    }

    init(_ identifier: String) throws(ICUFault) {
        var status: Int32 = 0
        guard let pointer = cicu_transliterator_open(identifier, &status) else { throw ICUFault(status: status) }
        self.handle = Mutex(Handle(pointer: pointer))
    }

    func text(_ text: String) -> String? {
        handle.withLock { handle in
            let pointer = handle.pointer
            var text = text
            return text.withUTF8 { utf8 in
                utf8.withMemoryRebound(to: CChar.self) { chars in
                    icuText { cicu_transliterate(pointer, chars.baseAddress, Int32(chars.count), $0, $1) }
                }
            }
        }
    }
}
