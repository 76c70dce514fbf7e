import Testing
@Test("Pricing placeholder") func PricingPlaceholder() {}
