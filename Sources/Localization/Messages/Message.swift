internal import Vocabulary

/// A compiled text: immutable, so that every thread formats from the same one without a lock.
///
/// ICU's `MessageFormat` fills caches while it formats and must not be shared; therefore ICU parses the
/// pattern and picks plural categories, and only the walk over the parts is ours (`MessageEvaluation`).
final class Message: Sendable {
    let pattern: String
    /// Language of the words, whose plural rules apply, even when shown to readers of another locale.
    let locale: LocaleTag
    let segments: [MessageSegment]
    let signature: MessageSignature

    init(pattern: String, locale: LocaleTag, segments: [MessageSegment], signature: MessageSignature) {
        self.pattern = pattern
        self.locale = locale
        self.segments = segments
        self.signature = signature
    }
}

/// A piece of a compiled message.
indirect enum MessageSegment: Sendable {
    case literal(String)
    case value(String)
    case number(String, skeleton: String)
    case date(String, DateShape)
    /// The number of the enclosing plural, less its offset: `#`.
    case count(String, offset: Int)
    case plural(MessagePlural)
    case select(String, [String: [MessageSegment]])
}

/// The branches of a `plural` or `selectordinal` argument.
struct MessagePlural: Sendable {
    let argument: String
    let isOrdinal: Bool
    let offset: Int
    /// `=0`, `=1`: matched first, before the offset is taken off.
    var exact: [Double: [MessageSegment]] = [:]
    var categories: [PluralCategory: [MessageSegment]] = [:]
}
