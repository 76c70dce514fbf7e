import Bookings
import Tenancy
import Vocabulary
import Web

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
}

extension PapersFeature {
    static let issuedSchema = Schema.object(
        "Invoice",
        [
            .init("number", .text), .init("booking_id", .uuid), .init("issued_at", .instant), .init("total", .money),
        ], closed: true)
}
