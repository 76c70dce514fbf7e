import Billing
import Console
import Foundation
import Jobs
import Logging
import Messaging
import NameLookup
import Rates
import Tenancy
import Web

/// The whole configuration of a process, read and checked once at its start.
struct Settings: Sendable {
    var httpHost: String
    var httpPort: Int
    var managementPort: Int
    var publicScheme: String
    var publicPort: Int?
    var trustedProxies: [AddressRange]
    var platformHosts: Set<HostName>
    var operatorToken: String?
    var masterKeys: MasterKeys?
    var batchOperationsMax: Int
    var retirements: Retirements
    var connectionsPerAddress: Int
    var drainSeconds: Int
    var databaseURL: String?
    var databaseRolePassword: String?
    var databaseConnections: Int
    var redisURL: String?
    var nameServers: [String]
    var domainTargets: DomainTargets
    var anonymousPerHour: Int?
    var localLimitPercent: Int
    var endpointLimits: EndpointLimits
    var scheduleTimes: ScheduleTimes
    var scheduleZone: TimeZone
    var exchangeRatePlace: RatePlace?
    var exchangeRateHours: Int
    /// Who issues the platform's invoices.
    var seller: PlatformSeller
    var smtpPlace: SMTPPlace?
    var smtpSeconds: Int
    var mailFrom: MailAddress
    var mailReturns: ReturnMailbox
    var mailSPF: DomainName?
    var stripeSandboxPort: Int
    var stripeSandboxURL: String?
    var dataDirectory: URL
    var rootDirectory: URL
    var breachedPasswords: String?
    var logLevel: Logger.Level
    var logFormat: String
    var statisticsThresholds: StatisticsFeature.Thresholds
    var slowQueryMilliseconds: Int
    var isDevelopment: Bool

    /// Throws the first `SettingFault`.
    init(_ reader: SettingsReader) throws(SettingFault) {
        httpHost = try reader.value(SettingKeys.httpHost)
        httpPort = try reader.value(SettingKeys.httpPort)
        managementPort = try reader.value(SettingKeys.managementPort)
        publicScheme = try reader.value(SettingKeys.publicScheme)
        publicPort = try reader.optional(SettingKeys.publicPort)
        trustedProxies = try reader.value(SettingKeys.trustedProxies)
        platformHosts = try reader.value(SettingKeys.platformHosts)
        operatorToken = try reader.optional(SettingKeys.operatorToken)
        masterKeys = try reader.optional(SettingKeys.masterKeys)
        batchOperationsMax = try reader.value(SettingKeys.batchOperationsMax)
        retirements = try reader.value(SettingKeys.retirements)
        connectionsPerAddress = try reader.value(SettingKeys.connectionsPerAddress)
        drainSeconds = try reader.value(SettingKeys.drainSeconds)
        databaseURL = try reader.optional(SettingKeys.databaseURL)
        databaseRolePassword = try reader.optional(SettingKeys.databaseRolePassword)
        databaseConnections = try reader.value(SettingKeys.databaseConnections)
        redisURL = try reader.optional(SettingKeys.redisURL)
        nameServers = try reader.value(SettingKeys.nameServers)
        domainTargets = try reader.optional(SettingKeys.domainTargets) ?? .unknown
        anonymousPerHour = try reader.optional(SettingKeys.anonymousPerHour)
        localLimitPercent = try reader.value(SettingKeys.localPercent)
        endpointLimits = try reader.value(SettingKeys.endpointLimits)
        scheduleTimes = try reader.value(SettingKeys.scheduleTimes)
        scheduleZone = try reader.value(SettingKeys.scheduleZone)
        smtpPlace = try reader.optional(SettingKeys.smtpPlace)
        smtpPlace?.authorities = try reader.optional(SettingKeys.smtpAuthorities)
        smtpSeconds = try reader.value(SettingKeys.smtpSeconds)
        mailFrom = try reader.value(SettingKeys.mailFrom)
        if let mailbox = try reader.optional(SettingKeys.mailReturns) ?? ReturnMailbox("bounces@\(mailFrom.domain)") {
            mailReturns = mailbox
        } else {
            mailReturns = try reader.value(SettingKeys.mailReturns)
        }
        mailSPF = try reader.optional(SettingKeys.mailSPF)
        stripeSandboxPort = try reader.value(SettingKeys.stripeSandboxPort)
        stripeSandboxURL = try reader.optional(SettingKeys.stripeSandboxURL)
        dataDirectory = URL(fileURLWithPath: try reader.value(SettingKeys.dataDirectory))
        rootDirectory = URL(fileURLWithPath: try reader.value(SettingKeys.rootDirectory))
        breachedPasswords = try reader.optional(SettingKeys.breachedPasswords)
        logLevel = try reader.value(SettingKeys.logLevel)
        logFormat = try reader.value(SettingKeys.logFormat)
        statisticsThresholds = StatisticsFeature.Thresholds(
            fastMilliseconds: try reader.value(SettingKeys.statisticsFast),
            slowMilliseconds: try reader.value(SettingKeys.statisticsSlow))
        slowQueryMilliseconds = try reader.value(SettingKeys.statisticsSlowQuery)
        isDevelopment = try reader.value(SettingKeys.environment) == "development"
        exchangeRatePlace = RateSetting.place(
            try reader.optional(SettingKeys.exchangeRates), isDevelopment: isDevelopment)
        let named = try reader.value(SettingKeys.seller)
        seller = PlatformSeller(
            company: named[0], address: Array(named.dropFirst()),
            taxNumber: try reader.optional(SettingKeys.sellerTaxNumber),
            payment: try reader.optional(SettingKeys.sellerPayment))
        exchangeRateHours = try reader.value(SettingKeys.exchangeRateHours)
        // Whoever reads it would be the whole platform, with no second factor.
        if operatorToken != nil, !isDevelopment { throw reader.fault(SettingKeys.operatorToken) }
    }

    func directory(_ name: String) -> URL { rootDirectory.appendingPathComponent(name) }
}
