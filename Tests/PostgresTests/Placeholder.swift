import Testing
@Test("Postgres placeholder") func PostgresPlaceholder() {}
