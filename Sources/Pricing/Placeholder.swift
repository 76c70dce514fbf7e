enum PricingRoom {}
