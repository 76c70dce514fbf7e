internal import Vocabulary

/// The canonical text of `tenant.yml`, `branding.yml` and `texts/<locale>.yml`: fixed order, fixed quotes,
/// what is empty left out.
extension TenantDefinition {
    static let tenantHeader = """
        # A partner's site as configuration. `travelhub tenant plan <slug>` shows what a change would do.

        """
    static let brandingHeader = """
        # How the site looks. Each pair of text and background is held against WCAG 2.2 AA in both palettes.

        """
    static let textsHeader = """
        # Texts of this site instead of the platform's, by message key.

        """

    var tenantYAML: YAMLText {
        var pairs: [(String, YAMLText)] = [
            ("slug", .text(slug)),
            ("name", Self.localized(name)),
            ("kind", .bare(kind.rawValue)),
            ("isolation", .bare(isolation.rawValue)),
            ("hosts", .list(hosts.map { .text($0.unicode) })),
        ]
        if let corsOrigins { pairs.append(("cors_origins", .list(corsOrigins.map { .text($0.description) }))) }
        pairs += [
            ("locales", .row(locales.map(\.description))),
            ("currencies", currenciesYAML),
            ("time_zone", .text(timeZone)),
        ]
        if let weekStart { pairs.append(("week_start", .bare(weekStart.rawValue))) }
        pairs.append(("hold_minutes", .bare(String(holdMinutes))))
        pairs.append(("features", .row(features.map(\.rawValue))))
        if !consent.isEmpty { pairs.append(("consent", .row(consent.map(\.rawValue)))) }
        return .keys(pairs + [("support", supportYAML), ("legal", legalYAML), ("billing", billingYAML)])
    }

    func textsYAML(_ locale: LocaleTag) -> YAMLText {
        let patterns = texts[exact: locale] ?? [:]
        return .keys(patterns.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) })
    }

    private static func localized(_ text: LocalizedText) -> YAMLText {
        .keys(text.locales.map { ($0.description, .text(text[exact: $0] ?? "")) })
    }

    private var currenciesYAML: YAMLText {
        var pairs: [(String, YAMLText)] = [("charge", .row(currencies.charge.map(\.code)))]
        if !currencies.display.isEmpty { pairs.append(("display", .row(currencies.display.map(\.code)))) }
        if currencies.displayMarginBasisPoints > 0 {
            pairs.append(("display_margin_basis_points", .bare(String(currencies.displayMarginBasisPoints))))
        }
        return .keys(pairs)
    }

    private var supportYAML: YAMLText {
        .keys([
            ("mail", .text(support.mail)), ("phone", .text(support.phone)), ("hours", Self.localized(support.hours)),
            ("zone", .text(support.zone)),
        ])
    }

    private var legalYAML: YAMLText {
        var pairs: [(String, YAMLText)] = [("company", .text(legal.company))]
        if let registration = legal.registration { pairs.append(("registration", .text(registration))) }
        pairs.append(("address", .list(legal.address.map { .text($0) })))
        return .keys(pairs + [("country", .text(legal.country))])
    }

    private var billingYAML: YAMLText {
        let tax: [(String, YAMLText)] = [
            ("name", Self.localized(billing.tax.name)), ("basis_points", .bare(String(billing.tax.basisPoints))),
        ]
        var pairs: [(String, YAMLText)] = [
            ("plan", .bare(billing.plan.rawValue)),
            ("currency", .text(billing.currency.code)),
            ("plan_fee_minor", .bare(String(billing.planFeeMinor))),
            ("platform_fee_basis_points", .bare(String(billing.platformFeeBasisPoints))),
            ("tax", .keys(tax)),
            ("cycle", .bare(billing.cycle.rawValue)),
            ("markup_basis_points", .bare(String(billing.markupBasisPoints))),
        ]
        if let usage = billing.usage {
            pairs.append(
                (
                    "usage",
                    .keys([
                        ("included_calls", .bare(String(usage.includedCalls))),
                        ("price_minor_per_thousand", .bare(String(usage.priceMinorPerThousand))),
                    ])
                ))
        }
        if let days = billing.dueDays { pairs.append(("due_days", .bare(String(days)))) }
        if let mail = billing.mail { pairs.append(("mail", .text(mail))) }
        if !billing.stayTaxes.isEmpty { pairs.append(("stay_taxes", .list(billing.stayTaxes.map(Self.stayTax)))) }
        return .keys(pairs)
    }

    private static func stayTax(_ tax: StayTax) -> YAMLText {
        var pairs: [(String, YAMLText)] = [
            ("name", localized(tax.name)),
            ("kind", .bare(tax.kind.rawValue)),
            (tax.kind == .percent ? "basis_points" : "amount_minor", .bare(String(tax.amount))),
        ]
        if let cap = tax.capNights { pairs.append(("cap_nights", .bare(String(cap)))) }
        return .keys(pairs + [("included", .bare(String(tax.included))), ("due", .bare(tax.due.rawValue))])
    }
}

extension BrandingDefinition {
    var yaml: YAMLText {
        var files: [(String, YAMLText)] = [("logo", .text(logo.name))]
        if let logoDark { files.append(("logo_dark", .text(logoDark.name))) }
        files.append(("favicon", .text(favicon.name)))
        if let socialImage { files.append(("social_image", .text(socialImage.name))) }
        let faces: [(String, YAMLText)] = [
            ("text", .bare(typography.text.rawValue)), ("display", .bare(typography.display.rawValue)),
            ("size_pixels", .bare(String(typography.sizePixels))),
            ("scale_percent", .bare(String(typography.scalePercent))),
        ]
        return .keys([
            ("layout", .bare(layout.rawValue)), ("colour_scheme", .bare(colourScheme.rawValue)),
            ("density", .bare(density.rawValue)), ("motif", .bare(motif.rawValue)),
            ("shape", .keys([("radius_pixels", .bare(String(radiusPixels)))])), ("typography", .keys(faces)),
            ("files", .keys(files)),
            ("tokens", .keys(ColourScheme.allCases.map { ($0.rawValue, Self.palette(palette($0))) })),
        ])
    }

    private static func palette(_ palette: Palette) -> YAMLText {
        .keys(ColourToken.allCases.map { ($0.rawValue, .text(palette[$0].description)) })
    }
}
