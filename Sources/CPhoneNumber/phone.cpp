#include "CPhoneNumber.h"
#include <algorithm>
#include <cstring>
#include <string>
#include <phonenumbers/phonenumberutil.h>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

// The library's name of "no region": then only numbers with a plus sign are understood.
static const char *const noRegion = "ZZ";

static cphone_fault fault(PhoneNumberUtil::ErrorType error) {
    switch (error) {
    case PhoneNumberUtil::NO_PARSING_ERROR: return CPHONE_OK;
    case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR: return CPHONE_INVALID_COUNTRY;
    case PhoneNumberUtil::TOO_SHORT_AFTER_IDD:
    case PhoneNumberUtil::TOO_SHORT_NSN: return CPHONE_TOO_SHORT;
    case PhoneNumberUtil::TOO_LONG_NSN: return CPHONE_TOO_LONG;
    default: return CPHONE_NOT_A_NUMBER;
    }
}

// Judges the length only: the library's table of assigned ranges is as old as the package.
static cphone_fault fault(PhoneNumberUtil::ValidationResult result) {
    switch (result) {
    case PhoneNumberUtil::IS_POSSIBLE: return CPHONE_OK;
    case PhoneNumberUtil::INVALID_COUNTRY_CODE: return CPHONE_INVALID_COUNTRY;
    case PhoneNumberUtil::TOO_LONG: return CPHONE_TOO_LONG;
    case PhoneNumberUtil::INVALID_LENGTH: return CPHONE_INVALID_LENGTH;
    default: return CPHONE_TOO_SHORT;
    }
}

cphone_fault cphone_normalise(const char *text, const char *region, char e164[CPHONE_E164_BYTES]) {
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    const cphone_fault parsed = fault(util.Parse(text, *region == '\0' ? noRegion : region, &number));
    if (parsed != CPHONE_OK) return parsed;
    const cphone_fault possible = fault(util.IsPossibleNumberWithReason(number));
    if (possible != CPHONE_OK) return possible;
    std::string formatted;
    util.Format(number, PhoneNumberUtil::E164, &formatted);
    if (formatted.size() >= CPHONE_E164_BYTES) return CPHONE_TOO_LONG;
    std::memcpy(e164, formatted.c_str(), formatted.size() + 1);
    return CPHONE_OK;
}

int32_t cphone_display(const char *e164, const char *region, char *out, int32_t capacity) {
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    if (util.Parse(e164, noRegion, &number) != PhoneNumberUtil::NO_PARSING_ERROR) return -1;
    const bool home = util.GetCountryCodeForRegion(region) == number.country_code();
    std::string formatted;
    util.Format(number, home ? PhoneNumberUtil::NATIONAL : PhoneNumberUtil::INTERNATIONAL, &formatted);
    const auto length = static_cast<int32_t>(formatted.size());
    std::memcpy(out, formatted.data(), static_cast<size_t>(std::min(length, capacity)));
    return length;
}

bool cphone_region(const char *e164, char region[3]) {
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    if (util.Parse(e164, noRegion, &number) != PhoneNumberUtil::NO_PARSING_ERROR) return false;
    std::string code;
    util.GetRegionCodeForNumber(number, &code);
    if (code.size() != 2 || code == noRegion) return false;
    std::memcpy(region, code.c_str(), 3);
    return true;
}
