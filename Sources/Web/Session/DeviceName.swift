/// A browser and its system by the names that people know, from what the browser calls itself. Only for show: it may
/// call itself anything.
package struct DeviceName: Sendable, Hashable {
    package let browser: String?
    package let system: String?

    /// In this order, because each of the later ones is named by the earlier ones, too.
    private static let browsers = [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ]
    private static let systems = [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
        ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ]

    package init(userAgent: String?) {
        func first(_ known: [(String, String)]) -> String? {
            userAgent.flatMap { agent in known.first { agent.contains($0.0) }?.1 }
        }
        browser = first(Self.browsers)
        system = first(Self.systems)
    }

    /// Nil where neither is known; `both` joins the two in the reader's language.
    package func text(_ both: (String, String) -> String) -> String? {
        guard let browser, let system else { return browser ?? system }
        return both(browser, system)
    }
}
