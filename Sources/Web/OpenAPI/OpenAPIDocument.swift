import HTTPTypes

/// OpenAPI 3.1 written from the routes that answer: a route that it lacks does not exist.
package struct OpenAPIDocument: Sendable {
    package static let path: PathTemplate = "/openapi.json"

    private let title: String
    private let routes: [Route]
    private let version: APIVersion
    private let retirement: Retirement?

    /// `routes` are those of one host; the document tells what one version of them is, so that a program made
    /// from it never meets another's shapes.
    package init(title: String, routes: [Route], version: APIVersion = .one, retirement: Retirement? = nil) {
        self.title = title
        self.routes = routes.filter { $0.options.versions.contains(version) }
        self.version = version
        self.retirement = retirement
    }

    package var bytes: [UInt8] {
        var json = JSONWriter(reserving: 64 * 1024)
        json.object { json in
            json.member("openapi", "3.1.0")
            json.member("jsonSchemaDialect", "https://json-schema.org/draft/2020-12/schema")
            json.member("info", object: writeInfo)
            json.member("paths", object: writePaths)
            json.member("components", object: writeComponents)
        }
        return json.bytes
    }

    private func writeInfo(_ json: inout JSONWriter) {
        json.member("title", title)
        json.member("version", version.text)
        json.member(
            "description",
            """
            Version \(version.text) of 3, by `X-API-Version: \(version.text)`, \
            by `Accept: \(APIVersion.mediaType);version=\(version.text)` or by `?version=\(version.text)`; \
            this description of another one by `?version=`.
            """)
        if let retirement {
            json.member("x-deprecated-at", retirement.deprecatedAt)
            json.member("x-sunset-at", retirement.sunsetAt)
        }
    }

    private func writePaths(_ json: inout JSONWriter) {
        var order: [String] = []
        var byPath: [String: [Route]] = [:]
        for route in routes {
            if byPath[route.path.openAPI] == nil { order.append(route.path.openAPI) }
            byPath[route.path.openAPI, default: []].append(route)
        }
        for path in order {
            json.member(
                path,
                object: { json in
                    for route in byPath[path, default: []] {
                        json.member(
                            route.method.rawValue.lowercased(),
                            object: OperationWriter(route: route, version: version, isRetiring: retirement != nil).write
                        )
                    }
                })
        }
    }

    private func writeComponents(_ json: inout JSONWriter) {
        var schemas: [String: Schema] = [:]
        ProblemDocument.schema.collectNamed(into: &schemas)
        for route in routes {
            for field in route.input { field.schema.collectNamed(into: &schemas) }
            for output in route.outputs where output.versions.contains(version) {
                output.schema?.collectNamed(into: &schemas)
            }
        }
        json.member(
            "schemas",
            object: { json in
                for name in schemas.keys.sorted() {
                    if let schema = schemas[name] { json.member(name, NamedSchema(schema: schema)) }
                }
            })
        json.member("examples", object: writeProblems)
        json.member(
            "securitySchemes",
            object: { json in
                for (name, description) in Self.securitySchemes {
                    json.member(
                        name,
                        object: { json in
                            json.member("type", "http")
                            json.member("scheme", "bearer")
                            json.member("description", description)
                        })
                }
                json.member(
                    "booking_access",
                    object: { json in
                        json.member("type", "apiKey")
                        json.member("in", "header")
                        json.member("name", HTTPField.Name.bookingAccess.rawName)
                        json.member("description", "The token that a hold was answered with; opens that booking.")
                    })
                for (name, cookie, description) in Self.sessions {
                    json.member(
                        name,
                        object: { json in
                            json.member("type", "apiKey")
                            json.member("in", "cookie")
                            json.member("name", Cookie.prefix + cookie.rawValue)
                            json.member("description", description)
                        })
                }
            })
    }

    /// What a problem of each code looks like.
    private func writeProblems(_ json: inout JSONWriter) {
        var statuses: [String: Int] = [:]
        for route in routes {
            for refusal in route.everyRefusal { statuses[refusal.code] = refusal.status }
        }
        for (code, status) in statuses.sorted(by: { $0.key < $1.key }) {
            json.member(
                code,
                object: { json in
                    json.member("value", object: { ProblemDocument.writeExample(code, status, &$0) })
                })
        }
    }

    private static let securitySchemes = [
        ("bearer", "An access token of an account (a JWT, 15 minutes) or an API key `sk_live_…` of the site."),
        ("operator", "An operator's token, on the platform's host."),
    ]

    private static let sessions = [
        (
            ContextTraits.accountSession, CredentialCheck.accountCookie,
            "A browser that signed in on the site's pages, as a traveller or as staff."
        ),
        (
            ContextTraits.operatorSession, CredentialCheck.operatorCookie,
            "An operator's browser, on the platform's host."
        ),
    ]

    private struct NamedSchema: JSONWritable {
        let schema: Schema
        func write(to json: inout JSONWriter) { schema.writeOut(to: &json) }
    }
}
