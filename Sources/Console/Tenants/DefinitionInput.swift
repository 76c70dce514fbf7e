import Foundation
import Tenancy
import Vocabulary
import Web

/// A partner's folder as one JSON object: its files by path, texts as they are, pictures in base64.
///
/// What the files may say is told where they are read, so that the command line and the API refuse
/// the same mistakes with the same words: each fault names file, line and place.
struct DefinitionInput: Input {
    let definition: TenantDefinition

    static let filesMax = 100
    static let fileBytesMax = 256 * 1024

    static let form = Form(
        "TenantFolder",
        Field("slug", .code(SlugInput.pattern), "The folder's name"),
        Field(
            "files", .list(.object(FolderFile.form), 2...filesMax), "tenant.yml, branding.yml, pictures, pages, texts"
        ).example(.list([FolderFile.example("tenant.yml"), FolderFile.example("branding.yml")]))
    ) { slug, files in
        var contents: [String: Data] = [:]
        for (index, file) in files.enumerated() where contents.updateValue(file.bytes, forKey: file.path) != nil {
            throw InputFaults("/files/\(index)/path", "duplicate")
        }
        return DefinitionInput(definition: try definition(slug, contents))
    }

    /// Throws `InputFaults` with every mistake of every file.
    static func definition(_ slug: String, _ files: [String: Data]) throws(InputFaults) -> TenantDefinition {
        do {
            return try TenantFolder.read(slug: slug, files: files)
        } catch {
            throw InputFaults(
                error.faults.map { fault in
                    Problem.Fault(
                        "/files/\(fault.file)", "folder",
                        [
                            "place": .text("\(fault.file):\(fault.line)"),
                            "message": .text("\(fault.path): \(fault.message)"),
                        ])
                })
        }
    }
}

/// One file of a folder.
struct FolderFile: Input {
    let path: String
    let bytes: Data

    /// Its beginning: the whole of a file is told by the folders of `tenants/`.
    static func example(_ path: String) -> InputValue {
        .object([.init("path", .text(path)), .init("content", .text("# \(path)\n"))])
    }

    static let form = Form(
        "FolderFile",
        Field("path", .code(CodePattern("a-zA-Z0-9._/-", 1...100)), "tenant.yml, pages/terms.de.md"),
        Field("content", .text(max: DefinitionInput.fileBytesMax, [.lines]), "Text, or base64 of a picture"),
        Field("base64", .boolean, "Whether the content is base64").or(false)
    ) { path, content, isBase64 in
        guard isBase64 else { return FolderFile(path: path, bytes: Data(content.utf8)) }
        guard let bytes = Data(base64Encoded: content) else { throw InputFaults("/content", "format") }
        return FolderFile(path: path, bytes: bytes)
    }
}
