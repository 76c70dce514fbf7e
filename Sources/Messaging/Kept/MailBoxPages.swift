import Localization
import Vocabulary
import Web

/// The list of kept mails.
struct MailListPage: PageModel {
    let entries: [MailBox.Entry]
    let frame: MailBoxFrame

    func child(named field: String) -> Any? {
        switch field {
        case "has_rows": !entries.isEmpty
        case "rows": entries.map { MailRow(entry: $0) }
        default: frame.child(named: field)
        }
    }
}

/// One kept mail.
struct MailViewPage: PageModel {
    let entry: MailBox.Entry
    let frame: MailBoxFrame

    func child(named field: String) -> Any? {
        switch field {
        case "body": present(entry.body("text/plain"))
        case "html_url": present(entry.body("text/html") == nil ? nil : "\(MailRow(entry: entry).url)/html")
        case "has_attachments": !entry.attachments.isEmpty
        case "files":
            entry.attachments.enumerated().map { index, part in
                MailFile(name: part.fileName ?? "", url: "\(MailRow(entry: entry).url)/attachments/\(index)")
            }
        default: MailRow(entry: entry).child(named: field) ?? frame.child(named: field)
        }
    }
}

/// What both pages have around them.
struct MailBoxFrame: PageModel {
    let words: Translator
    let stylesheets: [String]

    func child(named field: String) -> Any? {
        switch field {
        case "language": words.locale.description
        case "stylesheets": stylesheets
        default: PageWords(MailBoxText(words: words)).child(named: field)
        }
    }
}

private struct MailBoxText: PageText {
    let words: Translator
    func text(_ key: String) -> String? { words.has(key) ? words(key) : nil }
}

private struct MailRow: PageModel {
    let entry: MailBox.Entry

    var url: String { "\(MessagingFeature.mailBoxPath)/\(entry.site)/\(entry.name)" }

    func child(named field: String) -> Any? {
        switch field {
        case "site": entry.site
        case "url": url
        case "subject": entry.header("subject")
        case "sender": entry.header("from")
        case "recipient": entry.header("to")
        case "date": entry.header("date")
        default: nil
        }
    }
}

private struct MailFile: PageModel {
    let name: String
    let url: String

    func child(named field: String) -> Any? {
        switch field {
        case "name": name
        case "url": url
        default: nil
        }
    }
}
