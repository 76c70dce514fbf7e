enum WebRoom {}
