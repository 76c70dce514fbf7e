#include "shim.h"
#include <unicode/uspoof.h>

// One checker for all threads: it is only read after it was set up.
static const USpoofChecker *checker(UErrorCode &status) {
    static UErrorCode opened = U_ZERO_ERROR;
    static const USpoofChecker *const shared = [] {
        USpoofChecker *checker = uspoof_open(&opened);
        uspoof_setRestrictionLevel(checker, USPOOF_HIGHLY_RESTRICTIVE);
        uspoof_setChecks(checker, USPOOF_RESTRICTION_LEVEL | USPOOF_MIXED_NUMBERS | USPOOF_INVISIBLE, &opened);
        return checker;
    }();
    status = opened;
    return shared;
}

int32_t cicu_looks_mixed(const char *text, int32_t length) {
    UErrorCode status = U_ZERO_ERROR;
    const USpoofChecker *shared = checker(status);
    if (U_FAILURE(status)) return -static_cast<int32_t>(status);
    const int32_t found = uspoof_check2UTF8(shared, text, length, nullptr, &status);
    return U_FAILURE(status) ? -static_cast<int32_t>(status) : found != 0;
}

int32_t cicu_skeleton(const char *text, int32_t length, char *out, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    const USpoofChecker *shared = checker(status);
    icu::UnicodeString result;
    if (U_SUCCESS(status)) uspoof_getSkeletonUnicodeString(shared, 0, shim::text(text, length), result, &status);
    return shim::write(result, status, out, capacity);
}
