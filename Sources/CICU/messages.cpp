#include "shim.h"
#include <vector>
#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>

struct cicu_pattern {
    std::unique_ptr<icu::MessagePattern> object;
};

cicu_pattern *cicu_pattern_open(const uint16_t *text, int32_t length, int32_t *fault_offset, int32_t *code) {
    UErrorCode status = U_ZERO_ERROR;
    UParseError fault = {};
    auto *pattern = new icu::MessagePattern(status);
    const icu::UnicodeString source(reinterpret_cast<const char16_t *>(text), length);
    if (U_SUCCESS(status)) pattern->parse(source, &fault, status);
    *fault_offset = fault.offset;
    return shim::own<cicu_pattern>(pattern, status, code);
}

int32_t cicu_pattern_count(const cicu_pattern *pattern) { return pattern->object->countParts(); }

cicu_part cicu_pattern_part(const cicu_pattern *pattern, int32_t index) {
    const icu::MessagePattern::Part &part = pattern->object->getPart(index);
    return cicu_part{
        part.getType(), part.getIndex(), part.getLength(), part.getValue(),
        pattern->object->getLimitPartIndex(index), pattern->object->getNumericValue(part),
    };
}

void cicu_pattern_close(cicu_pattern *pattern) { delete pattern; }

static icu::Formattable formattable(const cicu_value &value) {
    switch (value.kind) {
    case CICU_INTEGER: return icu::Formattable(value.integer);
    case CICU_DECIMAL: return icu::Formattable(value.decimal);
    case CICU_TEXT: break;
    }
    return icu::Formattable(shim::text(value.text));
}

int32_t cicu_message_format(
    const char *tag, const char *pattern, const cicu_value *values, int32_t count, char *out, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    UParseError fault = {};
    const icu::MessageFormat format(shim::text(pattern), shim::locale(tag, status), fault, status);
    std::vector<icu::UnicodeString> names;
    std::vector<icu::Formattable> arguments;
    for (int32_t index = 0; index < count; ++index) {
        names.push_back(shim::text(values[index].name));
        arguments.push_back(formattable(values[index]));
    }
    icu::UnicodeString result;
    format.format(names.data(), arguments.data(), count, result, status);
    return shim::write(result, status, out, capacity);
}
