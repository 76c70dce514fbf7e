import Testing
@Test("Redis placeholder") func RedisPlaceholder() {}
