import Tenancy
import Web

/// What the editor's script shows of what was typed a moment ago: the words that the page would say, each with the
/// field that it stands beside, and where the look is to be seen.
struct BrandReply: JSONWritable {
    let form: PageForm
    let contrast: [ContrastFault]
    let sight: BrandSight
    let view: BrandView
    /// The look has become another one by it.
    let isChanged: Bool

    private static let line = Schema.object(
        nil,
        [
            .init("field", .nullable(.text).annotated("Its name in the form; null where it is about none.")),
            .init("text", .text),
        ], closed: true)

    static let schema = Schema.object(
        "BrandReply",
        [
            .init("preview_url", .url), .init("is_narrow", .boolean), .init("is_changed", .boolean),
            .init("kept", .nullable(.text)), .init("told", .array(line)), .init("beside", .array(line)),
            .init(
                "contrast",
                .array(
                    .object(
                        "TooClose",
                        [
                            .init("field", .text), .init("label", .text),
                            .init("palette", .choice(ColourScheme.allCases.map(\.rawValue))),
                            .init("foreground", .choice(ColourToken.allCases.map(\.rawValue))),
                            .init("background", .choice(ColourToken.allCases.map(\.rawValue))),
                            .init("ratio", .text), .init("needed", .text), .init("nearest", .text),
                        ], closed: true))),
        ], closed: true)

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("preview_url", view.frame(BrandView.sketch, title: "").url)
            json.member("is_narrow", view.width == .phone)
            json.member("is_changed", isChanged)
            json.member("kept", form.live?.kept)
            json.member("told", told)
            json.member("beside", beside)
            json.member("contrast", contrast.map { Pair(fault: $0, label: sight.name($0.pair.foreground, $0.scheme)) })
        }
    }

    private var told: [Line] {
        form.told.map { Line(field: $0.url.map { String($0.dropFirst("#field-".count)) }, text: $0.text) }
    }

    private var beside: [Line] {
        form.fields.compactMap { field in field.beside.map { Line(field: field.name, text: $0) } }
    }

    private struct Line: JSONWritable {
        let field: String?
        let text: String

        func write(to json: inout JSONWriter) {
            json.object {
                $0.member("field", field)
                $0.member("text", text)
            }
        }
    }

    private struct Pair: JSONWritable {
        let fault: ContrastFault
        let label: String

        func write(to json: inout JSONWriter) {
            json.object {
                $0.member("field", BrandEntry.name(fault.scheme, fault.pair.foreground))
                $0.member("label", label)
                $0.member("palette", fault.scheme.rawValue)
                $0.member("foreground", fault.pair.foreground.rawValue)
                $0.member("background", fault.pair.background.rawValue)
                $0.member("ratio", fault.ratioText)
                $0.member("needed", fault.neededText)
                $0.member("nearest", fault.nearestPassing.description)
            }
        }
    }
}
