// ICU 72 as Localization needs it: opaque handles over ICU's C++ classes.
//
// Every handle is immutable once opened: ICU's const methods may be called on one object from many
// threads at once, so handles are shared without a lock. Whoever opened a handle closes it.
//
// A function that writes text returns how many UTF-8 bytes the whole text has, even when `capacity`
// was smaller (then the caller asks again), or a negated UErrorCode. No text ends with a NUL.
#pragma once
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// ICU's name of an error code, for example `U_UNMATCHED_BRACES`. Static memory.
const char *cicu_status_name(int32_t status);

// Locales

/// Whether ICU knows the language and, if there is one, the region of the tag.
bool cicu_locale_known(const char *locale);
bool cicu_locale_right_to_left(const char *locale);
/// ISO 8601 number of the first day of the locale's week: Monday 1 to Sunday 7.
int32_t cicu_locale_first_weekday(const char *locale);

// Message patterns

typedef struct cicu_pattern cicu_pattern;

/// One part of ICU's MessagePattern. `type` is a UMessagePatternPartType, `value` of an argument's
/// start is its UMessagePatternArgType, `number` is meant only for numeric parts.
typedef struct {
    int32_t type;
    int32_t index;
    int32_t length;
    int32_t value;
    int32_t limit_part;
    double number;
} cicu_part;

/// Null on a syntax fault; then `status` and the UTF-16 `fault_offset` say what and where.
cicu_pattern *cicu_pattern_open(const uint16_t *text, int32_t length, int32_t *fault_offset, int32_t *status);
int32_t cicu_pattern_count(const cicu_pattern *pattern);
cicu_part cicu_pattern_part(const cicu_pattern *pattern, int32_t index);
void cicu_pattern_close(cicu_pattern *pattern);

typedef enum { CICU_TEXT, CICU_INTEGER, CICU_DECIMAL } cicu_value_kind;

typedef struct {
    const char *name;
    cicu_value_kind kind;
    const char *text;
    int64_t integer;
    double decimal;
} cicu_value;

/// ICU's own MessageFormat over the same pattern: the yardstick that tests hold our evaluation to.
/// It is slow and not for sharing, because MessageFormat fills caches while it formats.
int32_t cicu_message_format(
    const char *locale, const char *pattern, const cicu_value *values, int32_t count, char *out, int32_t capacity);

// Numbers and plurals

typedef struct cicu_number cicu_number;

/// `skeleton` is a number skeleton of ICU, for example `currency/KWD .000 scale/0.001`.
cicu_number *cicu_number_open(const char *locale, const char *skeleton, int32_t *status);
int32_t cicu_number_integer(const cicu_number *number, int64_t value, char *out, int32_t capacity);
int32_t cicu_number_decimal(const cicu_number *number, double value, char *out, int32_t capacity);
void cicu_number_close(cicu_number *number);

typedef struct cicu_plural cicu_plural;

cicu_plural *cicu_plural_open(const char *locale, bool ordinal, int32_t *status);
/// Bit n is set when the locale uses category n of zero, one, two, few, many, other.
uint32_t cicu_plural_categories(const cicu_plural *plural);
/// Category 0 to 5 in that order.
int32_t cicu_plural_integer(const cicu_plural *plural, int64_t value);
/// Category of the number as `number` shows it: visible decimals count.
int32_t cicu_plural_decimal(const cicu_plural *plural, const cicu_number *number, double value);
void cicu_plural_close(cicu_plural *plural);

// Dates: all in UTC and the Gregorian calendar; callers shift an instant by its zone's offset first.

typedef struct cicu_date cicu_date;
typedef enum { CICU_FULL, CICU_LONG, CICU_MEDIUM, CICU_SHORT } cicu_length;

cicu_date *cicu_date_open(const char *locale, cicu_length length, int32_t *status);
cicu_date *cicu_time_open(const char *locale, cicu_length length, int32_t *status);
cicu_date *cicu_date_open_skeleton(const char *locale, const char *skeleton, int32_t *status);
int32_t cicu_date_format(const cicu_date *date, double milliseconds, char *out, int32_t capacity);
void cicu_date_close(cicu_date *date);

typedef struct cicu_interval cicu_interval;

cicu_interval *cicu_interval_open(const char *locale, const char *skeleton, int32_t *status);
int32_t cicu_interval_format(const cicu_interval *interval, double from, double to, char *out, int32_t capacity);
void cicu_interval_close(cicu_interval *interval);

typedef struct cicu_relative cicu_relative;

cicu_relative *cicu_relative_open(const char *locale, int32_t *status);
/// "yesterday", "in 3 days".
int32_t cicu_relative_days(const cicu_relative *relative, int32_t days, char *out, int32_t capacity);
void cicu_relative_close(cicu_relative *relative);

/// "GMT+3" as the locale writes it.
int32_t cicu_zone_offset(const char *locale, int32_t seconds, char *out, int32_t capacity);
/// The city that names the zone: "Kairo" for Africa/Cairo in German; nothing for zones without one.
int32_t cicu_zone_city(const char *locale, const char *zone, char *out, int32_t capacity);

// Texts

typedef struct cicu_list cicu_list;

cicu_list *cicu_list_open(const char *locale, bool alternatives, int32_t *status);
int32_t cicu_list_format(
    const cicu_list *list, const char *const *items, int32_t count, char *out, int32_t capacity);
void cicu_list_close(cicu_list *list);

typedef struct cicu_collator cicu_collator;

cicu_collator *cicu_collator_open(const char *locale, int32_t *status);
/// A sort key: bytes that compare as the locale orders the texts.
int32_t cicu_collator_key(
    const cicu_collator *collator, const char *text, int32_t length, uint8_t *out, int32_t capacity);
void cicu_collator_close(cicu_collator *collator);

typedef struct cicu_names cicu_names;

cicu_names *cicu_names_open(const char *locale, int32_t *status);
int32_t cicu_names_locale(const cicu_names *names, const char *locale, char *out, int32_t capacity);
int32_t cicu_names_region(const cicu_names *names, const char *region, char *out, int32_t capacity);
int32_t cicu_names_currency(const cicu_names *names, const char *code, char *out, int32_t capacity);
void cicu_names_close(cicu_names *names);

typedef struct cicu_transliterator cicu_transliterator;

cicu_transliterator *cicu_transliterator_open(const char *identifier, int32_t *status);
int32_t cicu_transliterate(
    const cicu_transliterator *transliterator, const char *text, int32_t length, char *out, int32_t capacity);
void cicu_transliterator_close(cicu_transliterator *transliterator);

/// Whether letters of several scripts stand together that no language writes together (UTS 39, highly restrictive),
/// digits of several systems, or signs that are not seen; a negated error code when ICU cannot say.
int32_t cicu_looks_mixed(const char *text, int32_t length);
/// What looks like `text`, all in one form: texts of equal skeletons are confusable (UTS 39).
int32_t cicu_skeleton(const char *text, int32_t length, char *out, int32_t capacity);

#ifdef __cplusplus
}
#endif
