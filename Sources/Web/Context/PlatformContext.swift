import HTTPTypes
package import Logging
package import Vocabulary

/// A request on the platform's own host, by anyone.
package struct PlatformContext: RouteContext {
    package static let traits = ContextTraits(host: .platform, face: .api)

    package let arrival: Arrival
    package let locale: LocaleTag

    package init(admitting arrival: Arrival) async throws {
        guard arrival.tenant == nil else { throw Problem.routeUnknown }
        self.arrival = arrival
        locale = arrival.head.headerFields.preferredLocale(of: arrival.parts.words.locales)
    }

    package var vary: Vary { [.host, .acceptLanguage, .version, .accept, .tenant] }
    package var requestID: String { arrival.requestID }
    package var logger: Logger { arrival.logger }
    package var clock: WallClock { arrival.parts.clock }
    package var identifiers: IdentifierSource { arrival.parts.identifiers }
}

/// A request by an operator of the platform, or, while developing, by a program with the settings' token.
package struct OperatorContext: RouteContext, AsksOperator {
    package static let traits = ContextTraits(host: .platform, face: .api, securityScheme: "operator")

    package let platform: PlatformContext
    package let caller: OperatorCaller

    /// Throws `auth.required` unless the bearer token is an operator's.
    package init(admitting arrival: Arrival) async throws {
        let fields = arrival.head.headerFields
        if let name = arrival.parts.operators.name(authorization: fields[.authorization]) {
            caller = OperatorCaller(name: name)
        } else if let token = fields[.authorization].flatMap(CredentialCheck.token),
            let found = try await arrival.parts.credentials.operatorBearer(token, arrival.place)
        {
            caller = found
        } else {
            throw Problem.authRequired
        }
        platform = try await PlatformContext(admitting: arrival)
    }

    package var vary: Vary { platform.vary }
    /// For the audit trail: `operator:<name>`.
    package var actor: String { "operator:\(caller.name)" }
    package var requestID: String { platform.requestID }
    package var logger: Logger { platform.logger }
}

/// A request that needs no host of anyone: probes, which load balancers send to an address.
package struct OpenContext: RouteContext {
    package static let traits = ContextTraits(host: .any, face: .api)

    package let arrival: Arrival

    package init(admitting arrival: Arrival) async throws { self.arrival = arrival }

    package var vary: Vary { [] }
}
