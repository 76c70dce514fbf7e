internal import Vocabulary

/// Reads the `billing` part of `tenant.yml`.
enum BillingFields {
    static let stayTaxesMax = 8
    /// A fee or tax of more than the whole is a slip of a finger.
    static let basisPointsRange = 0...10_000
    static let capNightsRange = 1...365
    static let dueDaysRange = 1...90
    static let includedCallsRange = 0...1_000_000_000_000
    static let keys = [
        "plan", "currency", "plan_fee_minor", "platform_fee_basis_points", "tax", "cycle", "markup_basis_points",
        "stay_taxes", "usage", "due_days", "mail",
    ]

    static func read(_ field: YAMLField, locales: [LocaleTag]?) -> BillingDefinition? {
        guard let fields = YAMLFields(field, keys: keys) else { return nil }
        let plan: BillingPlan? = fields.required("plan").flatMap { $0.choice() }
        let currency = fields.required("currency").flatMap(TenantFile.currency)
        let planFee = fields.required("plan_fee_minor").flatMap(minor)
        let platformFee = fields.required("platform_fee_basis_points").flatMap(basisPoints)
        let tax = fields.required("tax").flatMap { invoiceTax($0, locales: locales) }
        let cycle: BillingCycle? = fields.required("cycle").flatMap { $0.choice() }
        let markup = fields.optional("markup_basis_points").map(basisPoints) ?? 0
        let stayTaxes =
            fields.optional("stay_taxes").map { field in
                field.list(count: 0...stayTaxesMax) { stayTax($0, locales: locales) }
            } ?? []
        let usage = fields.optional("usage").map(Self.usage)
        let dueDays = fields.optional("due_days").map { $0.integer(dueDaysRange, unit: "days") }
        let mail = fields.optional("mail").map { field in
            field.value("a mail address") { ContactRules.isMail($0) ? $0 : nil }
        }
        guard let plan, let currency, let planFee, let platformFee, let tax, let cycle, let markup, let stayTaxes,
            isRight(usage), isRight(dueDays), isRight(mail)
        else { return nil }
        return BillingDefinition(
            plan: plan, currency: currency, planFeeMinor: planFee, platformFeeBasisPoints: platformFee, tax: tax,
            cycle: cycle, markupBasisPoints: markup, stayTaxes: stayTaxes, usage: usage ?? nil,
            dueDays: dueDays ?? nil, mail: mail ?? nil)
    }

    /// Left out, or read.
    private static func isRight<Value>(_ value: Value??) -> Bool {
        if case .some(.none) = value { false } else { true }
    }

    private static func usage(_ field: YAMLField) -> MeteredUsage? {
        guard let fields = YAMLFields(field, keys: ["included_calls", "price_minor_per_thousand"]) else { return nil }
        let included = fields.required("included_calls").flatMap {
            $0.integer(includedCallsRange, unit: "calls a month")
        }
        let price = fields.required("price_minor_per_thousand").flatMap(minor)
        guard let included, let price else { return nil }
        return MeteredUsage(includedCalls: included, priceMinorPerThousand: price)
    }

    private static func invoiceTax(_ field: YAMLField, locales: [LocaleTag]?) -> InvoiceTax? {
        guard let fields = YAMLFields(field, keys: ["name", "basis_points"]) else { return nil }
        let name = fields.required("name").flatMap { LocalizedField.read($0, locales: locales, bytesMax: 80) }
        let share = fields.required("basis_points").flatMap(basisPoints)
        guard let name, let share else { return nil }
        return InvoiceTax(name: name, basisPoints: share)
    }

    private static func stayTax(_ field: YAMLField, locales: [LocaleTag]?) -> StayTax? {
        let keys = ["name", "kind", "basis_points", "amount_minor", "cap_nights", "included", "due"]
        guard let fields = YAMLFields(field, keys: keys) else { return nil }
        let name = fields.required("name").flatMap { LocalizedField.read($0, locales: locales, bytesMax: 80) }
        let kind: StayTax.Kind? = fields.required("kind").flatMap { $0.choice() }
        let amount = kind.flatMap { Self.amount(fields, of: $0) }
        let cap = fields.optional("cap_nights").map { $0.integer(capNightsRange, unit: "nights") }
        let included = fields.required("included").flatMap { $0.flag() }
        let due: StayTax.Due? = fields.required("due").flatMap { $0.choice() }
        guard let name, let kind, let amount, let included, let due else { return nil }
        return StayTax(name: name, kind: kind, amount: amount, capNights: cap ?? nil, included: included, due: due)
    }

    /// A percentage has basis points, a sum has minor units; both would contradict each other.
    private static func amount(_ fields: YAMLFields, of kind: StayTax.Kind) -> Int? {
        let (key, other) = kind == .percent ? ("basis_points", "amount_minor") : ("amount_minor", "basis_points")
        fields.optional(other)?.fault("expected `\(key)` for a tax of the kind \(kind.rawValue)")
        return fields.required(key).flatMap(kind == .percent ? basisPoints : minor)
    }

    private static func basisPoints(_ field: YAMLField) -> Int? {
        field.integer(basisPointsRange, unit: "basis points (250 is 2.5 %)")
    }

    private static func minor(_ field: YAMLField) -> Int? {
        field.integer(0...Money.minorMax, unit: "minor units (4900 is 49.00 EUR)")
    }
}
