internal import Vocabulary

/// The commented `tenant.yml` and `branding.yml` of a new folder.
enum SkeletonYAML {
    static func tenant(_ site: SkeletonSite) -> String {
        head(site) + parties(slug: site.slug, name: site.name, locales: site.locales)
            + billing(site.locales, site.currency)
    }

    private static func head(_ site: SkeletonSite) -> String {
        let (slug, locales) = (site.slug, site.locales)
        return """
            # \(slug): a partner's site as configuration.
            #
            #   travelhub tenant plan \(slug)     what a change would do, and every mistake with its line
            #   travelhub tenant apply \(slug)    does it; applying twice changes nothing
            #   travelhub tenant export \(slug)   writes this folder back without comments

            # The folder's name. It never changes: rows, files and logs carry it.
            slug: \(slug)
            # In every locale of the site.
            name:
            \(entries(locales) { _ in site.name })
            # live or test. A test tenant never touches real money; decided once.
            kind: test
            # pooled: rows beside other partners'. schema: a schema of its own.
            isolation: pooled
            # Bare host names. The first is the primary one, the others lead to it. Unicode names are welcome.
            hosts:
              - \(site.host)
            # Other sites whose scripts may ask the API, exactly as browsers name them:
            # cors_origins:
            #   - https://app.\(slug).example
            # Languages of the site (\(SiteFields.languages.sorted().joined(separator: ", "))), the default first.
            locales: [\(locales.map(\.description).joined(separator: ", "))]
            currencies:
              # What a booking is charged in, the default first.
              charge: [\(site.currency.code)]
              # Shown beside it for information, never charged:
              # display: [USD]
              # On top of the exchange rate where it is shown, in hundredths of a percent, 0 to 2000:
              # display_margin_basis_points: 150
            # IANA name; business days and invoices follow it.
            time_zone: Europe/Vienna
            # First day of calendars. Left out, each visitor's locale decides.
            # week_start: monday
            # How long a chosen room is kept while the traveller fills the form: 5 to 60.
            hold_minutes: 15
            features: [\(TenantFeature.allCases.map(\.rawValue).joined(separator: ", "))]
            # What visitors are asked to agree to, beside the necessary.
            consent: [\(ConsentCategory.allCases.map(\.rawValue).joined(separator: ", "))]

            """
    }

    private static func parties(slug: String, name: String, locales: [LocaleTag]) -> String {
        """
        # Shown in the footer, on error pages and on confirmations.
        support:
          mail: support@\(slug).example
          # E.164, in quotes: a leading + means a number to YAML.
          phone: "+4315550199"
          hours:
        \(indented(entries(locales) { SkeletonWords($0).hours }))
          zone: Europe/Vienna
        legal:
          company: \(YAMLText.quoted(name))
          # registration: "FN 000000 a"
          address:
            - "Street and number"
            - "Postcode and town"
          # ISO 3166-1: two capitals.
          country: AT

        """
    }

    private static func billing(_ locales: [LocaleTag], _ currency: CurrencyCode) -> String {
        """
        # What the platform charges the partner, and what is added to a stay.
        billing:
          # FREE, BASIC, PRO or ENTERPRISE.
          plan: BASIC
          currency: \(currency.code)
          # Minor units: 4900 is 49.00 EUR.
          plan_fee_minor: 4900
          # Hundredths of a percent: 250 is 2.5 % of each confirmed booking.
          platform_fee_basis_points: 250
          tax:
            name:
        \(indented(indented(entries(locales) { SkeletonWords($0).tax })))
            basis_points: 2000
          cycle: monthly
          # Calls of the API beyond those that are included; left out, none of them costs anything:
          # usage:
          #   included_calls: 100000
          #   price_minor_per_thousand: 50
          # Days from the invoice until it is due; 14 where it is left out:
          # due_days: 14
          # Where invoices and reminders go beside the site's own staff:
          # mail: accounts@example.com
          # Added to each nightly price before a traveller sees it.
          markup_basis_points: 0
          # A local tax on stays; kind is percent (basis_points), per_night or per_person_night (amount_minor):
          # stay_taxes:
          #   - name:
          #       en: City tax
          #     kind: percent
          #     basis_points: 500
          #     cap_nights: 10
          #     included: false
          #     due: at_property

        """
    }

    static func branding(_ accent: SkeletonBrand.Accent) -> String { look + palettes(accent) }

    private static var look: String {
        """
        # How the site looks. `tenant plan` holds each pair of text and background against WCAG 2.2 AA in both
        # palettes and, where one is too close, says the nearest colour that passes.

        # \(names(BrandLayout.self))
        layout: north
        # The palette that a visitor sees first: \(names(SchemePreference.self)); auto follows the visitor's system.
        colour_scheme: auto
        # \(names(Density.self))
        density: regular
        # The drawing behind the first words: \(names(Motif.self))
        motif: peaks
        shape:
          radius_pixels: 10
        # Faces that machines already have: \(names(FontStack.self))
        typography:
          text: system
          display: system
          size_pixels: 16
          scale_percent: 120
        # SVG or PNG in this folder. An SVG holds shapes only: no script, no style sheet, no outside reference.
        files:
          logo: logo.svg
          # On the dark palette; without it the logo serves both.
          logo_dark: logo-dark.svg
          favicon: favicon.svg
          # social_image: social.png

        """
    }

    private static func palettes(_ accent: SkeletonBrand.Accent) -> String {
        """
        # #rgb or #rrggbb, in quotes.
        tokens:
          light:
            background: "#f6f7f8"
            surface: "#ffffff"
            surface_raised: "#fbfbfc"
            text: "#1c1f24"
            text_muted: "#535a64"
            accent: "\(accent.light)"
            accent_text: "\(accent.lightText)"
            link: "\(accent.light)"
            border: "#7a828d"
            hairline: "#dcdfe3"
            positive: "#1a6b3c"
            on_positive: "#ffffff"
            warning: "#8a5300"
            on_warning: "#ffffff"
            danger: "#b3261e"
            on_danger: "#ffffff"
            focus: "\(accent.light)"
          dark:
            background: "#14171b"
            surface: "#1b1f25"
            surface_raised: "#232830"
            text: "#eef0f3"
            text_muted: "#b3bac4"
            accent: "\(accent.dark)"
            accent_text: "\(accent.darkText)"
            link: "\(accent.dark)"
            border: "#868f9b"
            hairline: "#333a44"
            positive: "#7ed3a0"
            on_positive: "#06200f"
            warning: "#f0bd6b"
            on_warning: "#2a1a00"
            danger: "#ff9c94"
            on_danger: "#330503"
            focus: "\(accent.dark)"

        """
    }

    private static func entries(_ locales: [LocaleTag], _ text: (LocaleTag) -> String) -> String {
        locales.map { "  \($0): \(YAMLText.quoted(text($0)))" }.joined(separator: "\n")
    }

    private static func indented(_ lines: String) -> String {
        lines.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
    }

    private static func names<Choice: CaseIterable & RawRepresentable<String>>(_: Choice.Type) -> String {
        Choice.allCases.map(\.rawValue).joined(separator: ", ")
    }
}
