import Synchronization

/// Where the holder of a connected account says who they are: here by one button.
extension Sandbox {
    func onboardPage(_ visit: PageVisit) async -> SandboxAnswer {
        let found = state.withLock { state -> (Account, [String])? in
            guard let account = state.world.accounts[visit.name], account.isConnected else { return nil }
            return (account, state.world.accounts[account.account]?.origins ?? [])
        }
        guard let (account, origins) = found else { return visit.notice(404, visit.words.unknown) }
        guard let back = visit.query.value("return_url"), ReturnAddress.isAllowed(back, origins: origins) else {
            return visit.notice(400, visit.words.notAllowed)
        }
        guard visit.isPost else {
            return PageFrame.answer(
                200, visit.words.onboarding, visit.words,
                formTargets: [ReturnAddress.origin(of: back)].compactMap(\.self),
                """
                <p>\(visit.words.onboardingAsks)</p>
                <form method="post" action="\(visit.action("return_url"))">
                <button>\(visit.words.finish)</button>
                </form>
                """)
        }
        do { _ = try await onboard(account.id) } catch { return refused(error) }
        return redirect(back)
    }
}
