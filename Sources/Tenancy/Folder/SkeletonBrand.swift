/// The look of a tenant that has none yet: a colour and a letter out of its name.
enum SkeletonBrand {
    struct Accent: Hashable, Sendable {
        let light: String
        let lightText: String
        let dark: String
        let darkText: String
    }

    /// Each passes the contrast gate on the skeleton's neutral palettes; a test says so.
    static let accents = [
        Accent(light: "#1f5fa8", lightText: "#ffffff", dark: "#8fbdf2", darkText: "#0c1a2a"),
        Accent(light: "#0f6b57", lightText: "#ffffff", dark: "#7fd0ba", darkText: "#06201a"),
        Accent(light: "#8a3b12", lightText: "#ffffff", dark: "#f0b089", darkText: "#2a1206"),
        Accent(light: "#6a3fa0", lightText: "#ffffff", dark: "#c9adf0", darkText: "#1d0f30"),
        Accent(light: "#a3274f", lightText: "#ffffff", dark: "#f2a3bb", darkText: "#2e0a17"),
        Accent(light: "#4f6313", lightText: "#ffffff", dark: "#c2d585", darkText: "#181f04"),
    ]

    /// The same name always gets the same colour: FNV-1a, because `Hasher` is seeded anew in each process.
    static func accent(of slug: String) -> Accent {
        let hash = slug.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0100_0000_01b3 }
        return accents[Int(hash % UInt64(accents.count))]
    }

    static func monogram(_ name: String, fill: String, letter: String) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img">
          <title>\(text(name))</title>
          \(mark(name, fill: fill, letter: letter))
        </svg>

        """
    }

    static func logo(_ name: String, fill: String, letter: String, words: String) -> String {
        // Half the type size is a fair mean width of a letter.
        let width = 88 + name.count * 20
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) 64" role="img">
              <title>\(text(name))</title>
              \(mark(name, fill: fill, letter: letter))
              <text x="80" y="43" font-family="Georgia, serif" font-size="34" fill="\(words)">\(text(name))</text>
            </svg>

            """
    }

    /// By which a logo is known that nobody has drawn yet.
    static let letterFace = "text-anchor=\"middle\" font-family=\"Georgia, serif\" font-size=\"38\""

    private static func mark(_ name: String, fill: String, letter: String) -> String {
        """
        <rect width="64" height="64" rx="16" fill="\(fill)"/>
          <text x="32" y="45" \(letterFace) fill="\(letter)">\(text(String(name.prefix(1))))</text>
        """
    }

    /// A name may hold what markup is made of.
    private static func text(_ name: String) -> String {
        name.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
