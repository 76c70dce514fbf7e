import Testing
@Test("Isolation placeholder") func IsolationPlaceholder() {}
