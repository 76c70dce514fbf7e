import Testing
@Test("Telemetry placeholder") func TelemetryPlaceholder() {}
