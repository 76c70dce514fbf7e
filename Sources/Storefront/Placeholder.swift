enum StorefrontRoom {}
