import ServiceLifecycle
import Web

/// Says in `/readyz` and by `Connection: close` that the process is about to go, some seconds before anything stops:
/// until a load balancer has noticed, requests still come and are still answered. Then listening ends and what is
/// under way is finished.
struct Notice: Service {
    let draining: Draining
    let seconds: Int

    func run() async throws {
        try? await gracefulShutdown()
        draining.begin()
        // Cancelled where the group does not stop with grace.
        try? await Task.sleep(for: .seconds(seconds))
    }
}
