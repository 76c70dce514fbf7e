import Foundation
import Vocabulary
import Web

/// What pages about one thing take: which one, what was just done.
struct OneInput: Input {
    let id: UUID
    let done: String?

    static let form = Form<OneInput>(Field("id", .uuid), ListFields.done) { OneInput(id: $0, done: $1) }
}

struct NoticeInput: Input {
    let done: String?

    static let form = Form<NoticeInput>(ListFields.done) { NoticeInput(done: $0) }
}
