import Testing
@Test("Journey placeholder") func JourneyPlaceholder() {}
