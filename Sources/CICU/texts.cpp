#include "shim.h"
#include <vector>
#include <unicode/coll.h>
#include <unicode/listformatter.h>
#include <unicode/locdspnm.h>
#include <unicode/translit.h>
#include <unicode/ucurr.h>

struct cicu_list {
    std::unique_ptr<icu::ListFormatter> object;
};

struct cicu_collator {
    std::unique_ptr<icu::Collator> object;
};

struct cicu_names {
    std::unique_ptr<icu::LocaleDisplayNames> object;
};

struct cicu_transliterator {
    std::unique_ptr<icu::Transliterator> object;
};

cicu_list *cicu_list_open(const char *tag, bool alternatives, int32_t *code) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale = shim::locale(tag, status);
    const UListFormatterType type = alternatives ? ULISTFMT_TYPE_OR : ULISTFMT_TYPE_AND;
    auto *format = icu::ListFormatter::createInstance(locale, type, ULISTFMT_WIDTH_WIDE, status);
    return shim::own<cicu_list>(format, status, code);
}

int32_t cicu_list_format(
    const cicu_list *list, const char *const *items, int32_t count, char *out, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    std::vector<icu::UnicodeString> texts;
    for (int32_t index = 0; index < count; ++index) texts.push_back(shim::text(items[index]));
    icu::UnicodeString result;
    list->object->format(texts.data(), count, result, status);
    return shim::write(result, status, out, capacity);
}

void cicu_list_close(cicu_list *list) { delete list; }

cicu_collator *cicu_collator_open(const char *tag, int32_t *code) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale = shim::locale(tag, status);
    return shim::own<cicu_collator>(icu::Collator::createInstance(locale, status), status, code);
}

int32_t cicu_collator_key(
    const cicu_collator *collator, const char *text, int32_t length, uint8_t *out, int32_t capacity) {
    const icu::Collator &object = *collator->object;
    return object.getSortKey(shim::text(text, length), out, capacity);
}

void cicu_collator_close(cicu_collator *collator) { delete collator; }

cicu_names *cicu_names_open(const char *tag, int32_t *code) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale = shim::locale(tag, status);
    UDisplayContext menu = UDISPCTX_CAPITALIZATION_FOR_UI_LIST_OR_MENU;
    auto *names = U_SUCCESS(status) ? icu::LocaleDisplayNames::createInstance(locale, &menu, 1) : nullptr;
    return shim::own<cicu_names>(names, status, code);
}

int32_t cicu_names_locale(const cicu_names *names, const char *tag, char *out, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale = icu::Locale::forLanguageTag(tag, status);
    icu::UnicodeString result;
    if (U_SUCCESS(status)) names->object->localeDisplayName(locale, result);
    return shim::write(result, status, out, capacity);
}

int32_t cicu_names_region(const cicu_names *names, const char *region, char *out, int32_t capacity) {
    icu::UnicodeString result;
    names->object->regionDisplayName(region, result);
    return shim::write(result, U_ZERO_ERROR, out, capacity);
}

int32_t cicu_names_currency(const cicu_names *names, const char *code, char *out, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = 0;
    icu::UnicodeString currency = shim::text(code);
    const char *locale = names->object->getLocale().getName();
    const char16_t *name = ucurr_getName(
        currency.getTerminatedBuffer(), locale, UCURR_LONG_NAME, nullptr, &length, &status);
    const icu::UnicodeString result = U_SUCCESS(status) ? icu::UnicodeString(name, length) : icu::UnicodeString();
    return shim::write(result, status, out, capacity);
}

void cicu_names_close(cicu_names *names) { delete names; }

cicu_transliterator *cicu_transliterator_open(const char *identifier, int32_t *code) {
    UErrorCode status = U_ZERO_ERROR;
    auto *object = icu::Transliterator::createInstance(shim::text(identifier), UTRANS_FORWARD, status);
    return shim::own<cicu_transliterator>(object, status, code);
}

int32_t cicu_transliterate(
    const cicu_transliterator *transliterator, const char *text, int32_t length, char *out, int32_t capacity) {
    icu::UnicodeString result = shim::text(text, length);
    const icu::Transliterator &object = *transliterator->object;
    object.transliterate(result);
    return shim::write(result, U_ZERO_ERROR, out, capacity);
}

void cicu_transliterator_close(cicu_transliterator *transliterator) { delete transliterator; }
