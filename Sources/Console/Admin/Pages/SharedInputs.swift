import Foundation
import Vocabulary
import Web

/// What many pages take: which one, which page of a list, what was just done.
enum SharedFields {
    static let done = Field("done", .code(CodePattern("a-z_", 1...30)), "What the page says was just done.").optional
    static let rowsMax = 25
}

struct CursorInput: Input {
    let cursor: UUID?
    let done: String?

    static let form = Form<CursorInput>(
        Field("cursor", .uuid, "From the page before.").optional, SharedFields.done
    ) { CursorInput(cursor: $0, done: $1) }
}

struct NoticeInput: Input {
    let done: String?

    static let form = Form<NoticeInput>(SharedFields.done) { NoticeInput(done: $0) }
}

struct OneInput: Input {
    let id: UUID
    let done: String?

    static let form = Form<OneInput>(Field("id", .uuid), SharedFields.done) { OneInput(id: $0, done: $1) }
}
