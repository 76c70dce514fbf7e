#include "shim.h"
#include <unicode/numberformatter.h>
#include <unicode/plurrule.h>
#include <unicode/strenum.h>

using icu::number::FormattedNumber;
using icu::number::LocalizedNumberFormatter;

struct cicu_number {
    std::unique_ptr<LocalizedNumberFormatter> object;
};

struct cicu_plural {
    std::unique_ptr<icu::PluralRules> object;
};

cicu_number *cicu_number_open(const char *tag, const char *skeleton, int32_t *code) {
    UErrorCode status = U_ZERO_ERROR;
    UParseError fault = {};
    const icu::Locale locale = shim::locale(tag, status);
    auto *formatter = new LocalizedNumberFormatter(
        icu::number::NumberFormatter::forSkeleton(shim::text(skeleton), fault, status).locale(locale));
    if (U_SUCCESS(status)) formatter->copyErrorTo(status);
    return shim::own<cicu_number>(formatter, status, code);
}

static int32_t write(const FormattedNumber &number, UErrorCode status, char *out, int32_t capacity) {
    const icu::UnicodeString text = number.toTempString(status);
    return shim::write(text, status, out, capacity);
}

int32_t cicu_number_integer(const cicu_number *number, int64_t value, char *out, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    return write(number->object->formatInt(value, status), status, out, capacity);
}

int32_t cicu_number_decimal(const cicu_number *number, double value, char *out, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    return write(number->object->formatDouble(value, status), status, out, capacity);
}

void cicu_number_close(cicu_number *number) { delete number; }

static const int32_t other = 5;

/// The two first letters tell CLDR's six categories apart.
static int32_t category(const icu::UnicodeString &keyword) {
    switch (keyword.charAt(0)) {
    case u'z': return 0;
    case u't': return 2;
    case u'f': return 3;
    case u'm': return 4;
    default: return keyword.charAt(1) == u'n' ? 1 : other;
    }
}

cicu_plural *cicu_plural_open(const char *tag, bool ordinal, int32_t *code) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale = shim::locale(tag, status);
    const UPluralType type = ordinal ? UPLURAL_TYPE_ORDINAL : UPLURAL_TYPE_CARDINAL;
    return shim::own<cicu_plural>(icu::PluralRules::forLocale(locale, type, status), status, code);
}

uint32_t cicu_plural_categories(const cicu_plural *plural) {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::StringEnumeration> keywords(plural->object->getKeywords(status));
    uint32_t categories = 1u << other;
    if (U_FAILURE(status)) return categories;
    while (const icu::UnicodeString *keyword = keywords->snext(status)) categories |= 1u << category(*keyword);
    return categories;
}

int32_t cicu_plural_integer(const cicu_plural *plural, int64_t value) {
    const auto narrow = static_cast<int32_t>(value);
    return category(narrow == value ? plural->object->select(narrow) : plural->object->select(double(value)));
}

int32_t cicu_plural_decimal(const cicu_plural *plural, const cicu_number *number, double value) {
    UErrorCode status = U_ZERO_ERROR;
    const FormattedNumber shown = number->object->formatDouble(value, status);
    const icu::UnicodeString keyword = plural->object->select(shown, status);
    return U_SUCCESS(status) ? category(keyword) : other;
}

void cicu_plural_close(cicu_plural *plural) { delete plural; }
