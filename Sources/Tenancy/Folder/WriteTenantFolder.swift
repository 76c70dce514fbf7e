package import Foundation

extension TenantFolder {
    /// Every file of a tenant by its path in the folder, in canonical form.
    package static func files(_ definition: TenantDefinition) -> [String: Data] {
        var files: [String: Data] = [
            tenantFile: Data((TenantDefinition.tenantHeader + definition.tenantYAML.document()).utf8),
            brandingFile: Data((TenantDefinition.brandingHeader + definition.branding.yaml.document()).utf8),
        ]
        for asset in definition.branding.assets { files[asset.name] = asset.bytes }
        for (kind, texts) in definition.pages {
            for locale in texts.locales {
                files[FolderPath.page(kind, locale).text] = texts[exact: locale].map { Data($0.utf8) }
            }
        }
        for locale in definition.texts.locales {
            let text = TenantDefinition.textsHeader + definition.textsYAML(locale).document()
            files[FolderPath.texts(locale).text] = Data(text.utf8)
        }
        return files
    }

    /// Writes the folder, so that reading it gives the same definition. Pages, texts and pictures that the
    /// definition does not have are removed; files of any other kind are left alone.
    ///
    /// - Throws: what the file system says.
    package static func write(_ definition: TenantDefinition, to directory: String) throws {
        try put(files(definition), in: directory)
        let known = Set(files(definition).keys)
        guard let folder = FolderFiles(directory: directory, sink: FaultSink()) else { return }
        for path in folder.paths where !known.contains(path) {
            if FolderPath(path) != nil || BrandAsset.format(of: path) != nil {
                try FileManager.default.removeItem(
                    at: URL(fileURLWithPath: directory, isDirectory: true).appendingPathComponent(path))
            }
        }
    }

    static func put(_ files: [String: Data], in directory: String) throws {
        let root = URL(fileURLWithPath: directory, isDirectory: true)
        for (path, bytes) in files.sorted(by: { $0.key < $1.key }) {
            let place = root.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try bytes.write(to: place, options: .atomic)
        }
    }
}
