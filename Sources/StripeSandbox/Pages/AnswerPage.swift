/// The pages that a buyer sees: the card form, the bank's question, and the one for connected accounts.
extension Sandbox {
    func answerPage(_ request: SandboxRequest) async -> SandboxAnswer {
        let segments = request.path.split(separator: "/").map(String.init)
        guard ["GET", "POST"].contains(request.method), segments.count == 2, let query = FormTree(request.query),
            let form = FormTree(request.method == "POST" ? request.body : "")
        else { return SandboxAnswer(404, [("content-type", "text/plain")], body: "Nothing is here.\n") }
        let visit = PageVisit(
            isPost: request.method == "POST", path: request.path, name: segments[1], query: query, form: form,
            words: .of([query.value("lang")].compactMap(\.self) + Self.languages(request.headers["accept-language"])))
        switch segments[0] {
        case "pay": return await payPage(visit)
        case "3ds": return await challengePage(visit)
        default: return await onboardPage(visit)
        }
    }

    /// In the order of preference that a browser writes them in.
    private static func languages(_ field: String?) -> [String] {
        (field ?? "").split(separator: ",").prefix(10).map { $0.prefix { $0 != ";" }.filter { $0 != " " } }
    }
}

/// One request for a page.
struct PageVisit: Sendable {
    let isPost: Bool
    let path: String
    /// What the path ends in: a client secret, or an account.
    let name: String
    let query: FormTree
    let form: FormTree
    let words: PageWords

    /// Where the form sends itself: here again, with what is known.
    func action(_ names: String...) -> String {
        let pairs = (names + ["lang"]).compactMap { name in query.value(name).map { (name, $0) } }
        return ReturnAddress.path(path, pairs)
    }

    func notice(_ status: Int, _ text: String) -> SandboxAnswer {
        PageFrame.answer(status, words.pay, words, "<p role=\"alert\">\(text)</p>")
    }
}

extension FormTree {
    func value(_ name: String) -> String? {
        if case .text(let text) = self[name] { return text }
        return nil
    }
}
