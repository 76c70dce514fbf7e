extension Kind where Value == InputValue {
    /// Any JSON at all, for a field that carries what another route will judge.
    package static var json: Kind<InputValue> { Kind(.any) { value, _ in value } }
}
