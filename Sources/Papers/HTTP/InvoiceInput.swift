import Bookings
import Tenancy
import Vocabulary
package import Web

/// `POST /api/bookings/{id}/invoice`
struct InvoiceInput: Input {
    let path: BookingPath
    let buyer: PaperBuyer.Entry

    static let form = Form<InvoiceInput>(
        "InvoiceRequest", BookingPath.field,
        Field("company", PaperBuyer.companyKind, "Whom it is made out to beside the traveller.").optional,
        Field("tax_number", PaperBuyer.taxNumberKind, "The company's.").optional,
        Field("address", PaperBuyer.addressKind, "Of whom it is made out to, in lines.").optional,
        BookingPath.emailField
    ) { id, company, taxNumber, address, email in
        let buyer = PaperBuyer.Entry(company: company, taxNumber: taxNumber, address: address)
        if let fault = buyer.faults.first { throw InputFaults([fault]) }
        return InvoiceInput(path: BookingPath(id: id, email: email), buyer: buyer)
    }
}

/// `GET /api/bookings/{id}/invoice` and the like: one of those that were issued.
struct IssuedPaperInput: Input {
    let path: BookingPath
    let number: PaperNumber?

    static let form = Form<IssuedPaperInput>(
        "IssuedPaper", BookingPath.field, PaperNumber.field, BookingPath.emailField
    ) { IssuedPaperInput(path: BookingPath(id: $0, email: $2), number: $1) }
}

extension PaperNumber {
    package static let input = Kind<PaperNumber>.parsed(nil, "format", expected: "INV-2026-000001", max: lengthMax)
    package static let field = Field("number", input, "Of an earlier one; the one issued last unless told.").optional
}

extension JSONWriter {
    /// The number that an invoice was given; the paper itself is the PDF.
    mutating func write(_ paper: IssuedPaper) {
        object { json in
            json.member("number", paper.number.description)
            json.member("booking_id", paper.booking)
            json.member("issued_at", paper.issuedAt)
            json.member("total", paper.content.total)
        }
    }

    /// The papers of a booking that have numbers, the first one issued first.
    mutating func write(_ papers: IssuedPapers) {
        object { json in
            json.member(
                "data",
                array: { json in
                    for paper in papers.all {
                        json.object { json in
                            json.member("kind", paper.kind.rawValue)
                            json.member("number", paper.number.description)
                            json.member("issued_at", paper.issuedAt)
                            json.member("total", paper.content.total)
                            json.member("refers_to", papers.referred(by: paper)?.number.description)
                        }
                    }
                })
        }
    }
}

extension IssuedPapers {
    fileprivate func referred(by paper: IssuedPaper) -> IssuedPaper? { all.first { $0.id == paper.refersTo } }
}

extension PapersFeature {
    static let papersSchema = Schema.object(
        "IssuedPapers",
        [
            .init(
                "data",
                .array(
                    .object(
                        "IssuedPaper",
                        [
                            .init("kind", .choice(PaperKind.allCases.map(\.rawValue))), .init("number", .text),
                            .init("issued_at", .instant),
                            .init("total", .money.annotated("Negative for what it takes back.")),
                            .init(
                                "refers_to",
                                .nullable(.text).annotated("The invoice that it takes back, or takes the place of.")),
                        ], closed: true)))
        ], closed: true)

    static let issuedSchema = Schema.object(
        "Invoice",
        [
            .init("number", .text), .init("booking_id", .uuid), .init("issued_at", .instant), .init("total", .money),
        ], closed: true)
}
