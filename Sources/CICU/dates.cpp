#include "shim.h"
#include <unicode/datefmt.h>
#include <unicode/dtitvfmt.h>
#include <unicode/reldatefmt.h>
#include <unicode/tzfmt.h>
#include <unicode/tznames.h>

struct cicu_date {
    std::unique_ptr<icu::DateFormat> object;
};

struct cicu_interval {
    std::unique_ptr<icu::DateIntervalFormat> object;
};

struct cicu_relative {
    std::unique_ptr<icu::RelativeDateTimeFormatter> object;
};

static cicu_date *inUTC(icu::DateFormat *format, UErrorCode status, int32_t *code) {
    if (format != nullptr) format->setTimeZone(*icu::TimeZone::getGMT());
    return shim::own<cicu_date>(format, status, code);
}

static icu::DateFormat::EStyle style(cicu_length length) {
    switch (length) {
    case CICU_FULL: return icu::DateFormat::kFull;
    case CICU_LONG: return icu::DateFormat::kLong;
    case CICU_MEDIUM: return icu::DateFormat::kMedium;
    case CICU_SHORT: break;
    }
    return icu::DateFormat::kShort;
}

cicu_date *cicu_date_open(const char *tag, cicu_length length, int32_t *code) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale = shim::locale(tag, status);
    return inUTC(icu::DateFormat::createDateInstance(style(length), locale), status, code);
}

cicu_date *cicu_time_open(const char *tag, cicu_length length, int32_t *code) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale = shim::locale(tag, status);
    return inUTC(icu::DateFormat::createTimeInstance(style(length), locale), status, code);
}

cicu_date *cicu_date_open_skeleton(const char *tag, const char *skeleton, int32_t *code) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale = shim::locale(tag, status);
    return inUTC(icu::DateFormat::createInstanceForSkeleton(shim::text(skeleton), locale, status), status, code);
}

int32_t cicu_date_format(const cicu_date *date, double milliseconds, char *out, int32_t capacity) {
    icu::UnicodeString result;
    const icu::DateFormat &format = *date->object;
    format.format(milliseconds, result);
    return shim::write(result, U_ZERO_ERROR, out, capacity);
}

void cicu_date_close(cicu_date *date) { delete date; }

cicu_interval *cicu_interval_open(const char *tag, const char *skeleton, int32_t *code) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale = shim::locale(tag, status);
    auto *format = icu::DateIntervalFormat::createInstance(shim::text(skeleton), locale, status);
    if (format != nullptr) format->setTimeZone(*icu::TimeZone::getGMT());
    return shim::own<cicu_interval>(format, status, code);
}

int32_t cicu_interval_format(const cicu_interval *interval, double from, double to, char *out, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::DateInterval span(from, to);
    icu::UnicodeString result;
    icu::FieldPosition position(icu::FieldPosition::DONT_CARE);
    const icu::DateIntervalFormat &format = *interval->object;
    format.format(&span, result, position, status);
    return shim::write(result, status, out, capacity);
}

void cicu_interval_close(cicu_interval *interval) { delete interval; }

cicu_relative *cicu_relative_open(const char *tag, int32_t *code) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale = shim::locale(tag, status);
    return shim::own<cicu_relative>(new icu::RelativeDateTimeFormatter(locale, status), status, code);
}

int32_t cicu_relative_days(const cicu_relative *relative, int32_t days, char *out, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString result;
    const icu::RelativeDateTimeFormatter &format = *relative->object;
    format.format(days, UDAT_REL_UNIT_DAY, result, status);
    return shim::write(result, status, out, capacity);
}

void cicu_relative_close(cicu_relative *relative) { delete relative; }

int32_t cicu_zone_offset(const char *tag, int32_t seconds, char *out, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale = shim::locale(tag, status);
    std::unique_ptr<icu::TimeZoneFormat> format(icu::TimeZoneFormat::createInstance(locale, status));
    icu::UnicodeString result;
    if (U_SUCCESS(status)) format->formatOffsetShortLocalizedGMT(seconds * 1000, result, status);
    return shim::write(result, status, out, capacity);
}

int32_t cicu_zone_city(const char *tag, const char *zone, char *out, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale = shim::locale(tag, status);
    std::unique_ptr<icu::TimeZoneNames> names(icu::TimeZoneNames::createInstance(locale, status));
    icu::UnicodeString result;
    if (U_SUCCESS(status)) names->getExemplarLocationName(shim::text(zone), result);
    if (result.isBogus()) result.remove();
    return shim::write(result, status, out, capacity);
}
