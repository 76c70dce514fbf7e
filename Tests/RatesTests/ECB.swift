/// Documents as the European Central Bank writes them.
enum ECB {
    typealias Day = (String, [(String, String)])

    static func document(_ days: [Day]) -> String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + body(days)
    }

    static func body(_ days: [Day]) -> String {
        wrapped(
            days.map { date, rates in
                let cubes = rates.map { "\t\t\t<Cube currency='\($0.0)' rate='\($0.1)'/>\n" }.joined()
                return "\t\t<Cube time='\(date)'>\n\(cubes)\t\t</Cube>\n"
            }.joined())
    }

    static func wrapped(_ cubes: String) -> String {
        """
        <gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" \
        xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
        \t<gesmes:subject>Reference rates</gesmes:subject>
        \t<gesmes:Sender>
        \t\t<gesmes:name>European Central Bank</gesmes:name>
        \t</gesmes:Sender>
        \t<Cube>
        \(cubes)\t</Cube>
        </gesmes:Envelope>

        """
    }
}
