enum BookingsRoom {}
