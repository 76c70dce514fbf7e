import Web

/// What a browser may do on a page of a console: as little as is on it. No page runs anything or holds a frame, but
/// the one that brings a script or a frame of this host; a frame says for itself what it may do.
enum PagePolicy {
    static func text(runs: Bool, frames: Bool) -> String {
        var rules = ["default-src 'none'"]
        // A script asks this host and nobody else.
        if runs { rules += ["script-src 'self'", "connect-src 'self'"] }
        rules += ["style-src 'self'", "img-src 'self' data:"]
        if frames { rules.append("frame-src 'self'") }
        rules += [
            "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
            "report-uri \(ViolationReports.path)", "report-to \(ViolationReports.endpoint)",
        ]
        return rules.joined(separator: "; ")
    }
}
