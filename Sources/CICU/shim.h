// What the shim's files share: text across the border, and handles that own one ICU object.
#pragma once
#include "CICU.h"
#include <memory>
#include <unicode/bytestream.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

namespace shim {

inline int32_t write(const icu::UnicodeString &text, UErrorCode status, char *out, int32_t capacity) {
    if (U_FAILURE(status)) return -static_cast<int32_t>(status);
    icu::CheckedArrayByteSink sink(out, capacity);
    text.toUTF8(sink);
    return sink.NumberOfBytesAppended();
}

inline icu::UnicodeString text(const char *utf8) { return icu::UnicodeString::fromUTF8(utf8); }

inline icu::UnicodeString text(const char *utf8, int32_t length) {
    return icu::UnicodeString::fromUTF8(icu::StringPiece(utf8, length));
}

/// The locale of a BCP 47 tag, always in the Gregorian calendar: that is what a booking's dates are.
inline icu::Locale locale(const char *tag, UErrorCode &status) {
    icu::Locale result = icu::Locale::forLanguageTag(tag, status);
    if (U_SUCCESS(status)) result.setKeywordValue("calendar", "gregorian", status);
    return result;
}

/// Wraps what ICU made in our handle, or reports why it made nothing.
template <typename Handle, typename Object>
Handle *own(Object *object, UErrorCode status, int32_t *code) {
    std::unique_ptr<Object> owned(object);
    if (U_SUCCESS(status) && !owned) status = U_MEMORY_ALLOCATION_ERROR;
    *code = U_SUCCESS(status) ? 0 : status;
    return U_SUCCESS(status) ? new Handle{std::move(owned)} : nullptr;
}

}  // namespace shim
