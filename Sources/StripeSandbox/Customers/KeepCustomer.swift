/// Customers are made, changed, found, listed and deleted.
extension World {
    static let customerParameters = ["name", "email", "phone", "description", "metadata", "preferred_locales"]

    mutating func createCustomer(_ call: Call) throws(Refusal) -> JSON {
        let parameters = call.parameters
        try parameters.allow(Self.customerParameters + ["payment_method", "invoice_settings"])
        var customer = Customer(id: call.mint.id("cus", 14), account: call.account, created: call.now)
        try customer.read(parameters)
        if let id = try parameters.given("payment_method") {
            var method = try method(id, call)
            try attach(&method, to: customer.id)
        }
        try readInvoiceSettings(&customer, call)
        customers.put(customer)
        emit("customer.created", customer.json(), call)
        return customer.json()
    }

    mutating func updateCustomer(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow(Self.customerParameters + ["invoice_settings"])
        var customer = try livingCustomer(call)
        try customer.read(call.parameters)
        try readInvoiceSettings(&customer, call)
        customers.put(customer)
        emit("customer.updated", customer.json(), call)
        return customer.json()
    }

    func retrieveCustomer(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow()
        guard let customer = customers[call.id], customer.account == call.account else {
            throw .missing("customer", call.id)
        }
        return customer.json()
    }

    mutating func deleteCustomer(_ call: Call) throws(Refusal) -> JSON {
        var customer = try livingCustomer(call)
        for var method in methods.all(of: call.account) where method.customer == customer.id {
            (method.customer, method.isSpent) = (nil, true)
            methods.put(method)
        }
        emit("customer.deleted", customer.json(), call)
        customer = Customer(id: customer.id, account: customer.account, created: customer.created)
        customer.isDeleted = true
        customers.put(customer)
        return customer.json()
    }

    func listCustomers(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow(Page.parameters + ["email"])
        let email = try call.parameters.given("email")
        return try Page(call).json(customers, "/v1/customers", call) {
            !$0.isDeleted && (email == nil || $0.email == email)
        } write: {
            $0.json()
        }
    }

    /// The one that a parameter names.
    func customer(_ id: String?, _ call: Call) throws(Refusal) -> Customer? {
        guard let id else { return nil }
        guard let customer = customers[id], customer.account == call.account, !customer.isDeleted else {
            throw .missing("customer", id, param: "customer").asParameter()
        }
        return customer
    }

    private func livingCustomer(_ call: Call) throws(Refusal) -> Customer {
        guard let customer = customers[call.id], customer.account == call.account, !customer.isDeleted else {
            throw .missing("customer", call.id)
        }
        return customer
    }

    private mutating func readInvoiceSettings(_ customer: inout Customer, _ call: Call) throws(Refusal) {
        guard let settings = try call.parameters.inside("invoice_settings") else { return }
        try settings.allow("default_payment_method")
        guard let id = try settings.given("default_payment_method") else {
            customer.defaultMethod = nil
            return
        }
        guard methods[id]?.customer == customer.id else {
            throw .missing("PaymentMethod", id, param: "invoice_settings[default_payment_method]").asParameter()
        }
        customer.defaultMethod = id
    }
}
