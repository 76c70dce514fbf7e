enum PrivateServersRoom {}
