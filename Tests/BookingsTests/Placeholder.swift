import Testing
@Test("Bookings placeholder") func BookingsPlaceholder() {}
