import Testing
@Test("Vocabulary placeholder") func VocabularyPlaceholder() {}
