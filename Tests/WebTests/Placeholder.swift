import Testing
@Test("Web placeholder") func WebPlaceholder() {}
