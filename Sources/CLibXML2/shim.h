#pragma once
// Only for the flags of pkg-config: `CXML2` includes what it needs.
