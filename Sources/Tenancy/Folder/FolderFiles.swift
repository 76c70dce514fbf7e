internal import Foundation

/// The files of a tenant's folder, read with their limits and nothing followed: a link out of the
/// folder, or a file too large, is a fault and not a surprise.
struct FolderFiles {
    static let filesMax = 200

    /// Where the files are: on disk, or sent as they are.
    private enum Place {
        case disk(URL)
        case memory([String: Data])
    }

    /// The folder's own name, which is the tenant's slug.
    let name: String
    let sink: FaultSink
    private let place: Place
    /// Paths inside the folder, `pages/terms.de.md`; names that begin with a dot are left alone.
    let paths: [String]

    init?(directory: String, sink: FaultSink) {
        let root = URL(fileURLWithPath: directory, isDirectory: true)
        var paths: [String] = []
        guard let top = Self.names(in: root) else {
            sink.add(FolderFault(file: ".", line: 1, message: "expected a folder at \(directory)"))
            return nil
        }
        for name in top {
            if Self.isDirectory(root.appendingPathComponent(name)) {
                let inner = Self.names(in: root.appendingPathComponent(name)) ?? []
                paths += inner.map { "\(name)/\($0)" }
            } else {
                paths.append(name)
            }
        }
        guard paths.count <= Self.filesMax else {
            sink.add(
                FolderFault(
                    file: ".", line: 1, message: "expected at most \(Self.filesMax) files, found \(paths.count)"))
            return nil
        }
        self.name = root.lastPathComponent
        self.place = .disk(root)
        self.sink = sink
        self.paths = paths
    }

    /// A folder that came over the wire, path by path.
    init(name: String, contents: [String: Data], sink: FaultSink) {
        self.name = name
        self.place = .memory(contents)
        self.sink = sink
        self.paths = contents.keys.filter { !$0.hasPrefix(".") }.sorted()
    }

    /// The bytes of one file; nil, with the fault told, when there are none or too many.
    func bytes(_ path: String, max bytesMax: Int) -> Data? {
        switch place {
        case .disk(let root): return bytes(at: root.appendingPathComponent(path).path, path, max: bytesMax)
        case .memory(let contents):
            guard let data = contents[path] else { return refuse(path, "expected a file") }
            return data.count <= bytesMax ? data : refuse(path, "expected at most \(bytesMax) bytes")
        }
    }

    private func bytes(at place: String, _ path: String, max bytesMax: Int) -> Data? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: place)
        guard let attributes, attributes[.type] as? FileAttributeType == .typeRegular else {
            return refuse(path, "expected a file")
        }
        guard let size = attributes[.size] as? Int, size <= bytesMax else {
            return refuse(path, "expected at most \(bytesMax) bytes")
        }
        guard let data = FileManager.default.contents(atPath: place), data.count <= bytesMax else {
            return refuse(path, "expected a file that can be read")
        }
        return data
    }

    func text(_ path: String, max bytesMax: Int) -> String? {
        guard let data = bytes(path, max: bytesMax) else { return nil }
        guard let text = String(validating: data, as: UTF8.self) else { return refuse(path, "expected text in UTF-8") }
        guard !text.utf8.contains(0) else { return refuse(path, "expected text without NUL") }
        return text
    }

    private func refuse<Value>(_ path: String, _ message: String) -> Value? {
        sink.add(FolderFault(file: path, line: 1, message: message))
        return nil
    }

    private static func names(in directory: URL) -> [String]? {
        try? FileManager.default.contentsOfDirectory(atPath: directory.path).filter { !$0.hasPrefix(".") }.sorted()
    }

    private static func isDirectory(_ place: URL) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: place.path)
        return attributes?[.type] as? FileAttributeType == .typeDirectory
    }
}
