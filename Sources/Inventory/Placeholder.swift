enum InventoryRoom {}
