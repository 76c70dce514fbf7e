import Foundation
import HTTPTypes
import Localization
import Tenancy
import Vocabulary
import Web

/// New partners: from the few words that a skeleton needs, or from a whole folder as JSON.
struct DeskProvision: Sendable {
    let parts: DeskParts

    private static let new = "/desk/tenants/new"
    private static let whole = "/desk/tenants/import"
    /// Percent-escapes of a form take up to three times the room.
    private static let wholeOptions = RouteOptions(bodyBytesMax: 3 * ConsoleFeature.definitionBytesMax, tag: "desk")

    var routes: [Route] {
        [
            Route(
                .get, PathTemplate(Self.new), .operate(.tenants), "Asks for what a new partner needs",
                gives: [.html(), .signIn], options: .desk
            ) { (_: NoInput, context: OperatorPageContext) in
                let sitting = Sitting(context, parts, at: .tenants)
                return try sitting.ask(fresh(sitting))
            },
            Route(
                .post, PathTemplate(Self.new), .operate(.tenants), "Asks for a partner made from a skeleton",
                gives: [.redirect(.seeOther, "The operation.")], refuses: Self.refusals, options: .desk
            ) { (input: Submission<SkeletonInput>, context: OperatorPageContext) in
                let sitting = Sitting(context, parts, at: .tenants)
                let question = sitting.again(fresh(sitting), input)
                guard case .success(let skeleton) = input.result else {
                    return try sitting.ask(question, status: .unprocessableContent)
                }
                return try await begin(question, sitting) { try skeleton.definition }
            },
            Route(
                .get, PathTemplate(Self.whole), .operate(.tenants), "Asks for a partner's folder as JSON",
                gives: [.html(), .signIn], options: .desk
            ) { (_: NoInput, context: OperatorPageContext) in
                let sitting = Sitting(context, parts, at: .tenants)
                return try sitting.ask(folder(sitting))
            },
            Route(
                .post, PathTemplate(Self.whole), .operate(.tenants),
                "Asks for a partner to be provisioned, or changed where it differs",
                gives: [.redirect(.seeOther, "The operation.")], refuses: Self.refusals, options: Self.wholeOptions
            ) { (input: Submission<PastedFolderInput>, context: OperatorPageContext) in
                let sitting = Sitting(context, parts, at: .tenants)
                let question = sitting.again(folder(sitting), input)
                guard case .success(let pasted) = input.result else {
                    return try sitting.ask(question, status: .unprocessableContent)
                }
                return try await begin(question, sitting) { try pasted.definition }
            },
        ]
    }

    private static let refusals = [
        Route.Refusal(409, "tenant.slug_taken"), Route.Refusal(409, "tenant.host_taken"),
        Route.Refusal(409, "tenant.operation_running"), Route.Refusal(422, "input.invalid"),
    ]

    /// Records the wish and leads to how far it is.
    private func begin(
        _ question: Question, _ sitting: Sitting, _ definition: () throws -> TenantDefinition
    ) async throws -> Answer {
        try await sitting.tried {
            let definition = try definition()
            switch try await parts.tenants.request(definition, actor: sitting.context.auditActor) {
            case .operation(let id, _): return .redirect(to: "\(DeskPart.operations.url)/\(id.text)")
            case .unchanged: return .redirect(to: "\(DeskPart.tenants.url)/\(definition.slug)?done=unchanged")
            }
        } else: {
            try sitting.ask(question, fault: $0, status: $1)
        }
    }

    private func trail(_ sitting: Sitting) -> [Link] {
        [Link(sitting.words("desk.menu.tenants"), DeskPart.tenants.url)]
    }

    private func fresh(_ sitting: Sitting) -> Question {
        let words = sitting.words
        func line(_ name: String, _ max: Int, isCode: Bool = true, value: String = "") -> FormField {
            FormField(
                name: name, label: words("desk.column.\(name)"), value: value,
                hint: words("desk.provision.\(name)_hint"), max: max, isCode: isCode)
        }
        return Question(
            title: words("desk.provision.title"),
            consequences: [words("desk.provision.effect"), words("desk.provision.skeleton"), words("desk.audited")],
            action: Self.new, submit: words("desk.provision.submit"), back: DeskPart.tenants.url,
            fields: [
                line("slug", SkeletonInput.slugMax), line("brand", SkeletonInput.brandMax, isCode: false),
                line("host", SkeletonInput.hostMax),
                .choice(
                    "locale", words("desk.column.locale"),
                    parts.catalogues.locales.map { ($0.description, words.formats.displayName(of: $0)) },
                    chosen: LocaleTag.english.description),
                line("currency", 3, value: CurrencyCode.eur.code),
            ], isGrave: false, trail: trail(sitting))
    }

    private func folder(_ sitting: Sitting) -> Question {
        let words = sitting.words
        return Question(
            title: words("desk.import.title"),
            consequences: [words("desk.provision.effect"), words("desk.import.effect"), words("desk.audited")],
            action: Self.whole, submit: words("desk.import.submit"), back: DeskPart.tenants.url,
            fields: [
                FormField(
                    name: "folder", label: words("desk.import.folder"), kind: .lines(16),
                    hint: words("desk.import.hint"), max: ConsoleFeature.definitionBytesMax,
                    isCode: true)
            ], isGrave: false, trail: trail(sitting))
    }
}

/// What a skeleton is made from.
struct SkeletonInput: Input {
    let site: SkeletonSite
    let slug: String

    static let slugMax = 31
    static let brandMax = 60
    static let hostMax = 253

    static let form = Form(
        "NewTenant", Field("slug", .code(SlugInput.pattern)), Field("brand", .text(max: brandMax)),
        Field("host", .text(max: hostMax)), Field("locale", .locale), Field("currency", .currency)
    ) { slug, brand, host, locale, currency in
        guard let host = HostName.normalise(host) else {
            throw InputFaults("/host", "format", ["expected": .text("travel.example.com")])
        }
        return SkeletonInput(
            site: SkeletonSite(slug: slug, name: brand, host: host, locales: [locale], currency: currency), slug: slug)
    }

    /// Throws `InputFaults` for what no skeleton can be made from.
    var definition: TenantDefinition {
        get throws {
            let files: [String: Data]
            do { files = try TenantFolder.skeleton(site) } catch SkeletonError.slug {
                throw InputFaults("/slug", "format", ["expected": .text("a-z, 0-9, -")])
            } catch SkeletonError.locales { throw InputFaults("/locale", "locale") }
            return try DefinitionInput.definition(slug, files)
        }
    }
}

/// A folder as text that was pasted: JSON as `POST /api/platform/tenants` takes it.
struct PastedFolderInput: Input {
    let folder: String

    static let form = Form(
        "PastedFolder", Field("folder", .text(max: ConsoleFeature.definitionBytesMax, [.lines]))
    ) { PastedFolderInput(folder: $0) }

    /// Throws `InputFaults`, `Problem` `body.malformed`.
    var definition: TenantDefinition {
        get throws {
            guard case .object(let members)? = try? JSONParser.parse(Array(folder.utf8)) else {
                throw InputFaults("/folder", "format", ["expected": .text("JSON")])
            }
            return try DefinitionInput.read(InputSources(body: members)).definition
        }
    }
}
