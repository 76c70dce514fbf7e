import Testing
@Test("Tidy placeholder") func TidyPlaceholder() {}
