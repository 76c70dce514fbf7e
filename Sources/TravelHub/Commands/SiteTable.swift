import Tenancy
import Vocabulary

/// The partners of this machine as a table: brand, mode, locale, currency, address.
struct SiteTable {
    let sites: [TenantDefinition]
    let port: Int

    var text: String {
        let head = ["brand", "mode", "locales", "currency", "address"]
        let rows = sites.map { site in
            [
                site.name[site.locales[0]] ?? site.slug, site.isolation.rawValue,
                site.locales.map(\.description).joined(separator: " "), site.currencies.charge[0].code,
                "http://\(site.hosts[0].unicode):\(port)/",
            ]
        }
        let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
        return ([head] + rows).map { row in
            zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
                .joined(separator: "  ")
        }.joined(separator: "\n")
    }
}
