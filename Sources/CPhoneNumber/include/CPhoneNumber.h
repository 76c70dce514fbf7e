// libphonenumber as Localization needs it. Safe from many threads: its only object is immutable.
#pragma once
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
    CPHONE_OK,
    CPHONE_NOT_A_NUMBER,
    CPHONE_INVALID_COUNTRY,
    CPHONE_TOO_SHORT,
    CPHONE_TOO_LONG,
    CPHONE_INVALID_LENGTH,
} cphone_fault;

/// Bytes that hold any E.164 number with its plus sign and NUL.
enum { CPHONE_E164_BYTES = 32 };

/// `region` is ISO 3166 alpha-2, or empty when the number must name its country itself.
cphone_fault cphone_normalise(const char *text, const char *region, char e164[CPHONE_E164_BYTES]);

/// The number as people of `region` read it: national form at home, else international.
/// Returns the UTF-8 bytes of the whole text, or -1 when `e164` is no number. No NUL at the end.
int32_t cphone_display(const char *e164, const char *region, char *out, int32_t capacity);

/// The region of the number, two letters and NUL; false when the library knows none.
bool cphone_region(const char *e164, char region[3]);

#ifdef __cplusplus
}
#endif
