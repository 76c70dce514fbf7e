import Testing
@Test("Jobs placeholder") func JobsPlaceholder() {}
