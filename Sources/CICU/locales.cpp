#include "shim.h"
#include <cstring>
#include <unicode/calendar.h>

const char *cicu_status_name(int32_t status) { return u_errorName(static_cast<UErrorCode>(status)); }

bool cicu_locale_known(const char *tag) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale = icu::Locale::forLanguageTag(tag, status);
    if (U_FAILURE(status) || locale.isBogus() || *locale.getISO3Language() == '\0') return false;
    // A region of three digits (419) is an area of the world and has no ISO 3166 letters.
    return std::strlen(locale.getCountry()) != 2 || *locale.getISO3Country() != '\0';
}

bool cicu_locale_right_to_left(const char *tag) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale = shim::locale(tag, status);
    return U_SUCCESS(status) && locale.isRightToLeft();
}

int32_t cicu_locale_first_weekday(const char *tag) {
    const int32_t monday = 1;
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale = shim::locale(tag, status);
    std::unique_ptr<icu::Calendar> calendar(icu::Calendar::createInstance(locale, status));
    if (U_FAILURE(status)) return monday;
    const UCalendarDaysOfWeek first = calendar->getFirstDayOfWeek(status);
    if (U_FAILURE(status)) return monday;
    return first == UCAL_SUNDAY ? 7 : first - UCAL_SUNDAY;
}
