internal import CICU

/// Names that people take for one another, by Unicode's own tables (UTS 39): what is claimed by one must not be
/// read as another's.
package enum LookAlike {
    /// Equal for texts that look alike, whatever their letters are: `раураl` in Cyrillic and `paypal`.
    ///
    /// Nil when ICU cannot say.
    package static func skeleton(of text: String) -> String? {
        var text = text
        return text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { chars in
                icuText { cicu_skeleton(chars.baseAddress, Int32(chars.count), $0, $1) }
            }
        }
    }

    /// Whether letters stand together that no language writes together; when ICU cannot say, they do.
    package static func isMixed(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { chars in
                cicu_looks_mixed(chars.baseAddress, Int32(chars.count)) != 0
            }
        }
    }
}
