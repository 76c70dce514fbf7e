import Web

/// The hashed files that a page of this brand loads, all from its own host.
package struct SiteAssets: PageModel {
    /// In the order of the cascade: tokens of the tenant, base, family.
    package let stylesheets: [String]
    /// Nil in a frame that runs none.
    package let script: String?
    /// The sprite that holds every icon as a symbol.
    package let icons: String
    /// The brand's drawings: `hero` and `plate-1` to `plate-4`, coloured by the tokens; nil for a brand without.
    package let motif: String?
    package let favicon: String
    package let manifest: String

    package init(
        stylesheets: [String], script: String?, icons: String, motif: String?, favicon: String, manifest: String
    ) {
        self.stylesheets = stylesheets
        self.script = script
        self.icons = icons
        self.motif = motif
        self.favicon = favicon
        self.manifest = manifest
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "stylesheets": stylesheets
        case "script": present(script)
        case "icons": icons
        case "motif": present(motif)
        case "favicon": favicon
        case "manifest": manifest
        default: nil
        }
    }
}
