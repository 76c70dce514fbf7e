import Foundation
import Testing

/// One after the other: each keeps two cores busy alone.
@Suite("Hostile texts", .serialized)
struct HostileTests {}

/// What people might type to have it act somewhere: in a page, a query, a template, a spreadsheet, a mail. Each holds
/// a word of its own, so that it is known wherever it turns up.
struct HostileText: Sendable {
    let word: String
    /// As it is typed.
    let text: String

    /// As it is kept: composed (UAX #15), without space at its ends.
    var kept: String { text.precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespacesAndNewlines) }

    /// The first one harms nobody: what a page looks like without an attack.
    static let all: [HostileText] = [
        "Zq0 Lovelace-Byron", "<script>zq1()</script>", "\"><img src=zq2 onerror=zq2()>", "' onmouseover='zq3()' x='",
        "'; drop table bookings; -- zq4", "{{name}}{{#name}}zq5{{/name}}", "{{{zq6}}} {{&zq6}} {{>zq6}}",
        "{zq7} {zq7, plural, other {#}}", "'{zq8}' ''{'{zq8}'}''", "=HYPERLINK(\"http://zq9.example\",\"zq9\")",
        "+zq10+cmd|' /C calc'!A0", "-zq11+1+1", "@SUM(zq12)", "\t=zq13+1", "＝zq14＋１",
        "zq15 <\u{20D2}script>\"\u{301} o'\u{301} &\u{338};",
        "zq16" + String(repeating: "\u{300}\u{489}\u{36F}", count: 16),
        "zq17 \u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467} می\u{200C}خواهم", "O'Brien zq18", "<3 zq19 & co.",
        "javascript:zq20()//", "=?utf-8?B?QmNjOiB6cQ==?= zq21", "&lt;zq22&gt; &amp;amp; &#60;b&#62;",
        "عائشة <b>zq23</b> (عمر)", "${jndi:ldap://zq24} %s%n%0d%0aLocation:%20//zq24",
        "zq25\\nBEGIN:VALARM\\;,;\u{301},\u{301}\\\u{301}", "--> ]]> </title></textarea></style><!-- zq26",
        "zq27 <a href=\"javascript:zq27()\" style=\"top:0\">x</a>",
    ].enumerated().map { HostileText(word: "zq\($0)", text: $1) }

    static var harmless: HostileText { all[0] }

    /// What no line of text may hold: nobody sees it, and it ends a line or turns the reading around.
    static let refused: [String] = [
        "zq\u{0}", "zq\u{1B}[2Jx", "zq\u{7}", "zq\u{202E}gpj.exe", "zq\u{2066}a\u{2069}", "zq\r\nSet-Cookie: zq=1",
        "zq\nBcc: zq@evil.example", "zq\rX", "zq\tx", "zq\u{85}x", "zq\u{2028}x", "zq\u{2029}x", "zq\u{7F}",
        "zq\u{FFFE}",
    ]
}
