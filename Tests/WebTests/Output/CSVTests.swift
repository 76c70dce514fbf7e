import Foundation
import HTTPTypes
import HummingbirdCore
import NIOCore
import Testing

@testable import Web

@Suite("Files for spreadsheets")
struct CSVTests {
    @Test("quote what has to be quoted, and defuse what a spreadsheet would run")
    func cells() {
        var csv = CSVWriter()
        csv.record([.text("a"), .text("b,c"), .text("say \"hi\""), .text("x\r\ny"), .empty, .number("-12.50")])
        csv.record([
            .text("=1+1"), .text("+43"), .text("-x"), .text("@a"), .text("\tq"), .text(" pad"), .text("O'Brien <3"),
        ])
        csv.record([.text("=HYPERLINK(\"http://evil\",\"x\")")])
        #expect(
            String(decoding: csv.bytes, as: UTF8.self)
                == "a,\"b,c\",\"say \"\"hi\"\"\",\"x\r\ny\",,-12.50\r\n"
                + "'=1+1,'+43,'-x,'@a,'\tq,\" pad\",O'Brien <3\r\n"
                + "\"'=HYPERLINK(\"\"http://evil\"\",\"\"x\"\")\"\r\n")
        #expect(CSVWriter(byteOrderMark: true).bytes == [0xEF, 0xBB, 0xBF])
    }

    @Test("are sent in pieces while they are made, under a name of any letters")
    func streamed() async throws {
        let route = Route(.get, "/api/file", .anyone, "A file", gives: [.other(CSVWriter.mediaType, "Records.")]) {
            (_: NoInput, _: TenantContext) in
            let records = AsyncStream<[CSVWriter.Cell]> { stream in
                for number in 0..<20_000 { stream.yield([.number("\(number)"), .text("=\(number)")]) }
                stream.finish()
            }
            return Answer.csv(fileName: "Buchungen März\".csv", columns: ["number", "text"], records)
        }
        let groups = [RouteGroup("file", [route]), BatchFeature().routes()]
        try await TestServer.with(groups) { server in
            let reply = try await server.client.get("/api/file", host: "one.localhost")
            #expect(reply.status == 200)
            #expect(reply.field("transfer-encoding") == "chunked")
            #expect(
                reply.field("content-disposition")
                    == "attachment; filename=\"Buchungen_M_rz_.csv\"; filename*=UTF-8''Buchungen%20M%C3%A4rz%22.csv")
            #expect(reply.bodyText.contains("number,text\r\n0,'=0\r\n"))
            #expect(reply.bodyText.contains("\r\n19999,'=19999\r\n"))
            let batch = try await server.client.post(
                "/api/batch", host: "one.localhost",
                body: #"{"operations":[{"id":"a","method":"GET","path":"/api/file"}]}"#)
            #expect(batch.bodyText.contains("\"code\":\"batch.streamed\""))
        }
    }
}
