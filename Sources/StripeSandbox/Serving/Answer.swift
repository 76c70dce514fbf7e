/// Which of the sandbox's faces a request is for.
extension Sandbox {
    package func answer(_ request: SandboxRequest) async -> SandboxAnswer {
        switch request.path.split(separator: "/").first {
        case "v1": await answerAPI(request)
        case "_sandbox": await answerControl(request)
        case "pay", "3ds", "connect": await answerPage(request)
        case nil: about
        default: .json(404, Refusal(status: 404, type: "invalid_request_error", message: "Nothing is here.").body)
        }
    }

    private var about: SandboxAnswer {
        SandboxAnswer(
            200, [("content-type", "text/plain; charset=utf-8")],
            body: "TravelHub's sandbox of Stripe. The interface is under /v1/, its controls under /_sandbox/.\n")
    }
}
