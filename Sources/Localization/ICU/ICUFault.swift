internal import CICU

/// Why ICU refused to make something, in ICU's own word for it: `U_NUMBER_SKELETON_SYNTAX_ERROR`.
struct ICUFault: Error, CustomStringConvertible {
    let description: String

    init(status: Int32) { self.description = String(cString: cicu_status_name(status)) }
}
