import Testing
@Test("Localization placeholder") func LocalizationPlaceholder() {}
