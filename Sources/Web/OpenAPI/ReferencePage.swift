import HTTPTypes

/// The routes of one host as a page for the people who call them, from the same declarations as
/// `/openapi.json`.
struct ReferencePage: PageModel {
    let title: String
    let page: OpenAPIFeature.Page
    let versions: [VersionNotes]
    let groups: [Group]

    init(title: String, page: OpenAPIFeature.Page, routes: [Route], retirements: Retirements) {
        self.title = title
        self.page = page
        versions = VersionNotes.all(retirements)
        var order: [String] = []
        var byTag: [String: [Route]] = [:]
        for route in routes where route.traits.face == .api {
            let tag = route.options.tag ?? "platform"
            if byTag.updateValue(byTag[tag, default: []] + [route], forKey: tag) == nil { order.append(tag) }
        }
        groups = order.map { Group(name: $0, operations: byTag[$0, default: []].map(Operation.init)) }
    }

    func child(named field: String) -> Any? {
        switch field {
        case "title": title
        case "stylesheets": [page.stylesheet] + (page.viewer.map { [$0.stylesheet] } ?? [])
        case "scripts": page.viewer?.scripts ?? []
        case "has_viewer": page.viewer != nil
        case "versions": versions
        case "description_url": OpenAPIDocument.path.description
        case "groups": groups
        default: nil
        }
    }

    struct Group: PageModel {
        let name: String
        let operations: [Operation]

        func child(named field: String) -> Any? {
            switch field {
            case "name": name
            case "operations": operations
            default: nil
            }
        }
    }

    /// A named line with what there is to say of it.
    struct Line: PageModel {
        let name: String
        let kind: String
        let meaning: String

        func child(named field: String) -> Any? {
            switch field {
            case "name": name
            case "kind": kind
            case "meaning": meaning
            default: nil
            }
        }
    }

    struct Operation: PageModel {
        private let route: Route
        private let inputs: [Line]
        private let answers: [Line]

        init(_ route: Route) {
            self.route = route
            let writer = OperationWriter(route: route)
            inputs = writer.inputs.map { field, place in
                Line(
                    name: field.name, kind: "\(place), \(field.schema.words)",
                    meaning: [field.isRequired ? "Required." : "", field.meaning].filter { !$0.isEmpty }
                        .joined(separator: " "))
            }
            answers =
                route.outputs.map { output in
                    Line(
                        name: "\(output.status.code)", kind: output.schema?.words ?? output.mediaType,
                        meaning: output.description)
                }
                + writer.refusals.map { status, codes in
                    Line(name: "\(status)", kind: ProblemDocument.mediaType, meaning: codes.joined(separator: ", "))
                }
        }

        func child(named field: String) -> Any? {
            switch field {
            case "anchor": OperationWriter(route: route).operationID
            case "method": route.method.rawValue
            case "path": route.path.openAPI
            case "summary": route.summary
            case "permission": route.permission.description
            case "needs_key": route.traits.needsIdempotencyKey
            case "inputs": inputs
            case "has_inputs": !inputs.isEmpty
            case "answers": answers
            default: nil
            }
        }
    }
}
