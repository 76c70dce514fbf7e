import Testing
@Test("Tenancy placeholder") func TenancyPlaceholder() {}
