import HTTPTypes

/// What a page's form carries beside the fields that its route reads, and where a browser is led that is not signed in:
/// the edge asks for the one and does the other, so that no route says it.
extension OperationWriter {
    /// What is sent in the body; nil where nothing is.
    var sentBody: Schema? {
        let all = formProperties + bodyProperties
        return all.isEmpty ? nil : object(all)
    }

    var formProperties: [Schema.Property] {
        guard route.traits.face == .page, route.isWrite, !route.readsQuery, !route.options.ignoresBody else {
            return []
        }
        var all: [Schema.Property] = []
        if route.traits.asksFormToken {
            all.append(
                Self.hidden(RequestContent.csrfField, "As the form was shown with it to this browser."))
        }
        if route.traits.needsIdempotencyKey {
            all.append(
                Self.hidden(RequestContent.idempotencyField, "As the form was shown with it: its effect happens once."))
        }
        return all
    }

    private static func hidden(_ name: String, _ meaning: String) -> Schema.Property {
        Schema.Property(
            name, Schema.string(min: 1, max: IdempotencyKey.lengthMax).annotated(meaning, example: nil, fallback: nil))
    }

    /// Nothing where the route leads on by itself, which is told already.
    var signInPage: [RouteOutput] {
        guard route.traits.face == .page, route.traits.securityScheme != nil,
            !route.outputs.contains(where: { $0.status == .seeOther })
        else { return [] }
        return [.redirect(.seeOther, "The sign-in page, for a browser that is not signed in.")]
    }
}
