/// An error as Stripe tells it: a status, and an object with type, code, decline code, parameter and message.
struct Refusal: Error, Sendable, Equatable {
    let status: Int
    let type: String
    var code: String?
    var declineCode: String?
    var param: String?
    let message: String
    /// The card's failed charge, and the object that tells how things stand now.
    var charge: String?
    var paymentIntent: JSON?
    var setupIntent: JSON?
    var paymentMethod: JSON?
    /// Whether the request had got as far as to be carried out: its answer is then kept under its idempotency key.
    var hasBegun = false
    /// Whether what was changed stands all the same, as a failed charge does.
    var keepsChanges = false

    /// A parameter that is missing, unknown or wrong.
    static func parameter(_ param: String?, _ message: String, code: String? = nil, status: Int = 400) -> Refusal {
        Refusal(status: status, type: "invalid_request_error", code: code, param: param, message: message)
    }

    /// What the object's state does not allow.
    static func state(_ code: String?, _ message: String, param: String? = nil) -> Refusal {
        Refusal(
            status: 400, type: "invalid_request_error", code: code, param: param, message: message, hasBegun: true)
    }

    static func missing(_ noun: String, _ id: String, param: String = "id") -> Refusal {
        parameter(param, "No such \(noun): '\(id)'", code: "resource_missing", status: 404)
    }

    static func missingParameter(_ name: String) -> Refusal {
        parameter(name, "Missing required param: \(name).", code: "parameter_missing")
    }

    static func unauthorized(_ message: String, code: String? = nil) -> Refusal {
        Refusal(status: 401, type: "invalid_request_error", code: code, message: message)
    }

    /// The same, found under a parameter instead of an address.
    func asParameter() -> Refusal {
        status == 404
            ? Refusal(status: 400, type: type, code: code, param: param, message: message) : self
    }

    var body: JSON { ["error": error] }

    /// The object inside, as an intent keeps its last one.
    var error: JSON {
        var members: [JSON.Member] = []
        func add(_ name: String, _ value: JSON?) {
            if let value { members.append(JSON.Member(name: name, value: value)) }
        }
        add("charge", charge.map(JSON.text))
        add("code", code.map(JSON.text))
        add("decline_code", declineCode.map(JSON.text))
        add("doc_url", code.map { .text("https://stripe.com/docs/error-codes/\($0.replacing("_", with: "-"))") })
        add("message", .text(message))
        add("param", param.map(JSON.text))
        add("payment_intent", paymentIntent)
        add("payment_method", paymentMethod)
        add("setup_intent", setupIntent)
        add("type", .text(type))
        return .object(members)
    }
}
