import Crypto
import Foundation

/// Text and attributes of the sandbox's pages: whatever is put in is escaped.
struct HTML: Sendable, ExpressibleByStringInterpolation {
    private(set) var text: String

    init(stringLiteral value: String) { text = value }
    init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    struct StringInterpolation: StringInterpolationProtocol {
        var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ value: HTML) { text += value.text }

        mutating func appendInterpolation(_ value: String) {
            for scalar in value.unicodeScalars {
                switch scalar {
                case "&": text += "&amp;"
                case "<": text += "&lt;"
                case ">": text += "&gt;"
                case "\"": text += "&quot;"
                case "'": text += "&#39;"
                default: text.unicodeScalars.append(scalar)
                }
            }
        }
    }
}

/// The frame of every page, without script and without anything from elsewhere.
enum PageFrame {
    static let style = """
        body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f6f7f9;color:#1a1a1a}
        main{max-width:26rem;margin:0 auto;padding:1.5rem 1rem}
        form{display:grid;gap:1rem}label{display:grid;gap:.25rem;font-weight:600}
        input{font:inherit;padding:.6rem;border:1px solid #6b7280;border-radius:.4rem;background:#fff;color:inherit}
        button{font:inherit;font-weight:600;padding:.7rem 1rem;border:0;border-radius:.4rem;background:#1d4ed8;color:#fff}
        button.other{background:#fff;color:#1a1a1a;border:1px solid #6b7280}
        input:focus-visible,button:focus-visible,a:focus-visible{outline:3px solid #0b63ce;outline-offset:2px}
        .fault{padding:.7rem;border-inline-start:4px solid #b91c1c;background:#fff;color:#7f1d1d}
        .amount{font-size:1.6rem;font-weight:700;margin:.25rem 0}.test{color:#4b5563}
        """

    private static let styleDigest = Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()

    /// - Parameter formTargets: origins that a form's answer may lead to, and the page may be framed by, besides this
    ///   machine's own.
    static func answer(
        _ status: Int, _ title: String, _ words: PageWords, formTargets: [String] = [], _ content: HTML
    ) -> SandboxAnswer {
        let page: HTML = """
            <!doctype html>
            <html lang="\(words.language)" dir="\(words.direction)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta name="robots" content="noindex">
            <title>\(title)</title>
            <style>\(HTML(stringLiteral: style))</style>
            </head>
            <body>
            <main>
            <h1>\(title)</h1>
            \(content)
            </main>
            </body>
            </html>

            """
        let targets = (["'self'"] + formTargets).joined(separator: " ")
        return SandboxAnswer(
            status,
            [
                ("content-type", "text/html; charset=utf-8"), ("cache-control", "no-store"),
                ("referrer-policy", "no-referrer"), ("x-content-type-options", "nosniff"),
                (
                    "content-security-policy",
                    "default-src 'none'; style-src 'sha256-\(styleDigest)'; form-action \(targets); base-uri 'none'; "
                        + "frame-ancestors http://localhost:* http://*.localhost:* http://127.0.0.1:*"
                        + formTargets.map { " \($0)" }.joined()
                ),
            ], body: page.text)
    }
}
