import Console
import Foundation
import Jobs
import Logging
import Messaging
import NameLookup
import Rates
import Tenancy
import Web

/// Every key there is. What is not here cannot be configured.
enum SettingKeys {
    static let httpHost = Setting(
        key: "http.host", meaning: "Address to listen on.", expected: "an IP address or host name",
        fallback: "127.0.0.1", parse: { $0.isEmpty ? nil : $0 })
    static let httpPort = port("http.port", "Port of the sites and the API.", "8080")
    static let managementPort = port(
        "http.management.port", "Port of /metrics and the health pages; loopback only.", "9464")
    static let publicScheme = Setting(
        key: "http.public.scheme", meaning: "Scheme that visitors use, as links on pages say it.",
        expected: "http or https", fallback: "http", parse: { ["http", "https"].contains($0) ? $0 : nil })
    static let publicPort = Setting(
        key: "http.public.port",
        meaning: "Port that visitors use; absent: the scheme's own, or http.port in development.",
        expected: "a port, 1 to 65535", fallback: nil,
        parse: { Int($0).flatMap { (1...65_535).contains($0) ? $0 : nil } })
    static let trustedProxies = Setting(
        key: "http.trusted.proxies", meaning: "Proxies whose X-Forwarded-* count, as CIDR blocks.",
        expected: "CIDR blocks parted by commas", fallback: "",
        parse: { text in
            let ranges = text.split(separator: ",").map { AddressRange(String($0.filter { $0 != " " })) }
            return ranges.contains(nil) ? nil : ranges.compactMap(\.self)
        })
    static let platformHosts = Setting(
        key: "platform.hosts", meaning: "Hosts of the platform itself: operators' API, list of sites.",
        expected: "host names parted by commas", fallback: "localhost",
        parse: { text in
            let names = text.split(separator: ",").map { HostName.normalise(String($0)) }
            return names.isEmpty || names.contains(nil) ? nil : Set(names.compactMap { $0 })
        })
    static let operatorToken = secret(
        "operator.token",
        "Bearer token of the operators' API that asks for no second factor; in development only.",
        expected: "at least 32 characters, with ENVIRONMENT=development", parse: { $0.count >= 32 ? $0 : nil })
    static let masterKeys = secret(
        "master.keys", "Master keys, newest first; `travelhub dev` makes its own below data.directory.",
        expected: "<number>:<64 hexadecimal digits>, parted by commas", parse: { try? MasterKeys($0) })
    static let batchOperationsMax = number(
        "batch.operations.max", "Operations in one POST /api/batch, at most.", 1...BatchFeature.operationsMax, "100")
    static let retirements = Setting(
        key: "api.retiring.versions",
        meaning: "Versions of the API that are to go: since when deprecated, and when each ends.",
        expected: "<version>=<day>[/<day>], parted by commas, for example 1=2027-01-31/2027-12-31", fallback: "",
        parse: { Retirements($0) })
    static let connectionsPerAddress = number(
        "http.connections.per.address",
        "Connections from one address at once; trusted proxies and this machine are not counted.", 1...100_000, "256")
    static let drainSeconds = number(
        "http.drain.seconds", "How long a stopping process says so in /readyz before it stops to listen.", 0...300, "5")
    static let databaseURL = secret(
        "database.url", "PostgreSQL to use instead of a private one: URI or keywords of libpq.",
        expected: "a libpq connection string", parse: { $0.isEmpty ? nil : $0 })
    static let databaseRolePassword = secret(
        "database.role.password", "Password of the travelhub_* logins on that server.",
        expected: "at least 16 characters", parse: { $0.count >= 16 ? $0 : nil })
    static let databaseConnections = number(
        "database.connections", "Connections of one process for tenants' requests, at most.", 1...200, "8")
    static let redisURL = secret(
        "redis.url", "Redis to use instead of a private one.", expected: "redis://, rediss:// or unix://",
        parse: { text in ["redis://", "rediss://", "unix://"].contains { text.hasPrefix($0) } ? text : nil })
    static let anonymousPerHour = Setting(
        key: "limits.anonymous.per.hour",
        meaning: "Requests an hour that an address may make of a site's API without a key; absent: any number.",
        expected: "a number, 1 to 1000000000", fallback: nil,
        parse: { Int($0).flatMap { (1...RateLimit.quotaMax).contains($0) ? $0 : nil } })
    static let localPercent = Setting(
        key: "limits.local.percent", meaning: "Share of every limit that one process allows while Redis is away.",
        expected: "a number, 1 to 100", fallback: "\(RateLimiter.localSharePercentDefault)",
        parse: { Int($0).flatMap { (1...100).contains($0) ? $0 : nil } })
    static let endpointLimits = Setting(
        key: "limits.endpoints",
        meaning: "Limits of single endpoints in place of their own, for all sites or those of a plan; of each caller.",
        expected: "[<plan> ]<method> <path>=<quota>[/<seconds>] or =none, parted by commas, "
            + "for example FREE GET /api/hotels/search=50",
        fallback: "", parse: { EndpointLimits($0) })
    static let scheduleTimes = Setting(
        key: "schedules.times",
        meaning: "When upkeep runs, in place of every so often: \(Hub.upkeep.sorted().joined(separator: ", ")).",
        expected: "<schedule>=<minute> <hour> <day> <month> <weekday>, parted by semicolons, "
            + "for example retention.tenants=30 2 * * *",
        fallback: "", parse: { ScheduleTimes($0, among: Hub.upkeep) })
    static let scheduleZone = Setting(
        key: "schedules.zone", meaning: "Time zone of schedules.times.",
        expected: "a name of the IANA time zone database", fallback: "UTC",
        parse: { name in
            TimeZone.knownTimeZoneIdentifiers.contains(name) || name == "UTC" ? TimeZone(identifier: name) : nil
        })
    static let exchangeRates = Setting(
        key: "exchange.rates.url",
        meaning: "Where exchange rates come from, in the form of the European Central Bank; "
            + "absent: its own file of the day, in development nobody is asked.",
        expected: "an https URL, an absolute path or none", fallback: nil,
        parse: { text in text == "none" ? RateSetting.nobody : RatePlace(text).map { .place($0) } })
    static let exchangeRateHours = number(
        "exchange.rates.hours",
        "Hours after their publication for which exchange rates are good: for prices that are shown, and for partners' fees.",
        RateStaleness.hoursRange, "\(RateStaleness.hoursDefault)")
    static let seller = Setting(
        key: "billing.seller",
        meaning: "Who issues the platform's invoices to partners: the company, then the lines of its address.",
        expected: "a name and up to five lines, parted by semicolons", fallback: "TravelHub",
        parse: { text in
            let lines = text.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            return (1...6).contains(lines.count) && lines.allSatisfy { (1...120).contains($0.count) } ? lines : nil
        })
    static let sellerTaxNumber = line("billing.tax.number", "Tax number on the platform's invoices.")
    static let sellerPayment = line("billing.payment", "How the platform's invoices are paid: bank, account, name.")
    static let nameServers = Setting(
        key: "dns.servers",
        meaning: "Name servers that domains and mail senders are checked with; absent: the system's.",
        expected: "addresses with or without port, parted by commas", fallback: "",
        parse: { text in
            let servers = text.split(separator: ",").map { String($0.filter { $0 != " " }) }
            return servers.allSatisfy { NameServer.isAddress($0) } ? servers : nil
        })
    static let domainTargets = Setting(
        key: "domains.targets",
        meaning: "Where partners' own domains have to point; absent: nobody is told, and nothing is compared.",
        expected: "one host name for CNAME, addresses for A and AAAA, parted by commas", fallback: "",
        parse: { DomainTargets($0) })
    static let smtpPlace = secret(
        "smtp.url", "Mail server; absent: mails are kept as files below data.directory and sent to nobody.",
        expected: "smtps://user:password@host, smtp://… (STARTTLS) or smtp+plain://127.0.0.1",
        parse: { SMTPPlace($0) })
    static let smtpAuthorities = Setting(
        key: "smtp.authorities",
        meaning: "Certificates that the mail server's is checked against; absent: the system's.",
        expected: "a PEM file", fallback: nil,
        parse: { FileManager.default.isReadableFile(atPath: $0) ? $0 : nil })
    static let smtpSeconds = Setting(
        key: "smtp.timeout.seconds",
        meaning:
            "How long the mail server may take for one mail, from greeting to dot, before it is tried again later.",
        expected: "a number, 1 to 600", fallback: "\(SMTPTransport.Limits.secondsDefault)",
        parse: { Int($0).flatMap { (1...600).contains($0) ? $0 : nil } })
    static let mailFrom = Setting(
        key: "mail.from", meaning: "Address that mail comes from while a partner's own is not proven.",
        expected: "an e-mail address", fallback: "no-reply@mail.localhost", parse: { MailAddress($0) })
    static let mailReturns = Setting(
        key: "mail.returns",
        meaning: "Mailbox that takes in reports on mails, what follows a + in its name too; "
            + "absent: bounces@ the domain of MAIL_FROM.",
        expected: "an e-mail address with at most 15 signs before the @", fallback: nil, parse: { ReturnMailbox($0) })
    static let mailSPF = Setting(
        key: "mail.spf", meaning: "Name of the SPF record of the mail server, which partners' records include.",
        expected: "a domain name", fallback: nil, parse: { DomainName($0) })
    static let stripeSandboxPort = port(
        "stripe.sandbox.port", "Port of the sandbox of Stripe that `travelhub dev` starts; loopback only.", "12111")
    static let stripeSandboxURL = Setting(
        key: "stripe.sandbox.url",
        meaning: "Sandbox of Stripe that sites connected to it ask; absent: in development the one of `travelhub dev`.",
        expected: "http://localhost:<port>", fallback: nil,
        parse: { $0.wholeMatch(of: /http:\/\/(localhost|127\.0\.0\.1):[0-9]{1,5}/) == nil ? nil : $0 })
    static let dataDirectory = path("data.directory", "Where everything made at run time lies.", ".data")
    static let rootDirectory = path(
        "root.directory", "Where console/, letters/, locales/, migrations/, seed/, storefront/ and tenants/ lie.", ".")
    static let breachedPasswords = Setting(
        key: "breached.passwords",
        meaning: "Sorted file of SHA-1 digests of passwords known to thieves, none of which may be chosen.",
        expected: "a file", fallback: nil, parse: { $0.isEmpty || $0.contains("\0") ? nil : $0 })
    static let logLevel = Setting(
        key: "log.level", meaning: "Least severe level that is written.",
        expected: "trace, debug, info, notice, warning, error or critical", fallback: "info",
        parse: { Logger.Level(rawValue: $0) })
    static let logFormat = Setting(
        key: "log.format", meaning: "Form of the log; auto: text on a terminal, else JSON lines.",
        expected: "auto, json or text", fallback: "auto", parse: { ["auto", "json", "text"].contains($0) ? $0 : nil })
    static let statisticsFast = threshold(
        "statistics.fast.milliseconds", "Answers that took at most so long count as fast.", "100")
    static let statisticsSlow = threshold(
        "statistics.slow.milliseconds", "Answers that took longer count as slow.", "1000")
    static let statisticsSlowQuery = Setting(
        key: "statistics.slow.query.milliseconds", meaning: "Statements that took at least so long count as slow.",
        expected: "a number, 1 to 60000", fallback: "250",
        parse: { Int($0).flatMap { (1...60_000).contains($0) ? $0 : nil } })
    static let environment = Setting(
        key: "environment", meaning: "development adds Server-Timing and lists the sites on the platform host.",
        expected: "development or production", fallback: "production",
        parse: { ["development", "production"].contains($0) ? $0 : nil })

    /// In the order in which they are documented.
    static let documented: [DocumentedSetting] = [
        httpHost.documented, httpPort.documented, managementPort.documented, publicScheme.documented,
        publicPort.documented, trustedProxies.documented, platformHosts.documented, operatorToken.documented,
        masterKeys.documented, batchOperationsMax.documented, retirements.documented,
        connectionsPerAddress.documented, drainSeconds.documented, databaseURL.documented,
        databaseRolePassword.documented, databaseConnections.documented, redisURL.documented,
        anonymousPerHour.documented, localPercent.documented, endpointLimits.documented, scheduleTimes.documented,
        scheduleZone.documented, exchangeRates.documented, exchangeRateHours.documented, seller.documented,
        sellerTaxNumber.documented, sellerPayment.documented, nameServers.documented,
        domainTargets.documented,
        smtpPlace.documented, smtpAuthorities.documented, smtpSeconds.documented, mailFrom.documented,
        mailReturns.documented, mailSPF.documented, stripeSandboxPort.documented, stripeSandboxURL.documented,
        dataDirectory.documented, rootDirectory.documented, breachedPasswords.documented, logLevel.documented,
        logFormat.documented, statisticsFast.documented, statisticsSlow.documented, statisticsSlowQuery.documented,
        environment.documented,
    ]

    private static func line(_ key: String, _ meaning: String) -> Setting<String> {
        Setting(
            key: key, meaning: "\(meaning) Absent: nothing is said.", expected: "1 to 200 characters", fallback: nil,
            parse: { (1...200).contains($0.count) ? $0 : nil })
    }

    private static func port(_ key: String, _ meaning: String, _ fallback: String) -> Setting<Int> {
        Setting(
            key: key, meaning: meaning, expected: "a port, 0 (any free one) to 65535", fallback: fallback,
            parse: { Int($0).flatMap { (0...65_535).contains($0) ? $0 : nil } })
    }

    /// One of the bounds that durations are counted between.
    private static func threshold(_ key: String, _ meaning: String, _ fallback: String) -> Setting<Int> {
        let choices = StatisticsFeature.Thresholds.choices
        return Setting(
            key: key, meaning: meaning, expected: choices.map(String.init).joined(separator: ", "), fallback: fallback,
            parse: { Int($0).flatMap { choices.contains($0) ? $0 : nil } })
    }

    private static func number(
        _ key: String, _ meaning: String, _ range: ClosedRange<Int>, _ fallback: String
    ) -> Setting<Int> {
        Setting(
            key: key, meaning: meaning, expected: "a number, \(range.lowerBound) to \(range.upperBound)",
            fallback: fallback, parse: { Int($0).flatMap { range.contains($0) ? $0 : nil } })
    }

    private static func path(_ key: String, _ meaning: String, _ fallback: String) -> Setting<String> {
        Setting(
            key: key, meaning: meaning, expected: "a directory", fallback: fallback,
            parse: { $0.isEmpty || $0.contains("\0") ? nil : $0 })
    }

    private static func secret<Value: Sendable>(
        _ key: String, _ meaning: String, expected: String, parse: @escaping @Sendable (String) -> Value?
    ) -> Setting<Value> {
        Setting(key: key, meaning: meaning, expected: expected, fallback: nil, isSecret: true, parse: parse)
    }
}
