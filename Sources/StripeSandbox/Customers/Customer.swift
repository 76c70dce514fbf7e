/// A buyer as a merchant keeps them, to hold their cards together.
struct Customer: Record {
    static let kind = "customer"

    let id: String
    let account: String
    let created: Int
    var name: String?
    var email: String?
    var phone: String?
    var description: String?
    var metadata: [String: String] = [:]
    var defaultMethod: String?
    var locales: [String] = []
    var isDeleted = false

    func json() -> JSON {
        guard !isDeleted else { return ["id": .text(id), "object": "customer", "deleted": true] }
        return [
            "id": .text(id), "object": "customer", "address": .null, "balance": 0, "created": .int(created),
            "currency": .null, "default_source": .null, "delinquent": false, "description": JSON(description),
            "email": JSON(email),
            "invoice_settings": [
                "custom_fields": .null, "default_payment_method": JSON(defaultMethod), "footer": .null,
                "rendering_options": .null,
            ],
            "livemode": false, "metadata": JSON(metadata), "name": JSON(name), "phone": JSON(phone),
            "preferred_locales": JSON(locales), "shipping": .null, "tax_exempt": "none",
        ]
    }

    mutating func read(_ parameters: Parameters) throws(Refusal) {
        metadata = try parameters.metadata(metadata)
        if let text = try parameters.text("name", max: 256) { name = text.isEmpty ? nil : text }
        if let text = try parameters.text("email", max: 512) {
            guard text.isEmpty || text.contains("@") else {
                throw .parameter("email", "Invalid email address: \(text)", code: "email_invalid")
            }
            email = text.isEmpty ? nil : text
        }
        if let text = try parameters.text("phone", max: 20) { phone = text.isEmpty ? nil : text }
        if let text = try parameters.text("description") { description = text.isEmpty ? nil : text }
        if let list = try parameters.list("preferred_locales") { locales = list }
    }
}
