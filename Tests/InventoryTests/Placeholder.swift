import Testing
@Test("Inventory placeholder") func InventoryPlaceholder() {}
