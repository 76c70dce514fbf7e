/// A type of PostgreSQL by its Oid, and the Oid of its array type.
///
/// Only built-in types are named: their numbers are fixed (`pg_type.dat`), so a parameter's type
/// never needs a look-up.
package struct SQLType: Hashable, Sendable {
    package let oid: UInt32
    /// Zero when there is none that we use.
    package let arrayOID: UInt32

    package init(oid: UInt32, arrayOID: UInt32) {
        self.oid = oid
        self.arrayOID = arrayOID
    }

    package static let bool = SQLType(oid: 16, arrayOID: 1000)
    package static let bytea = SQLType(oid: 17, arrayOID: 1001)
    package static let name = SQLType(oid: 19, arrayOID: 1003)
    package static let int8 = SQLType(oid: 20, arrayOID: 1016)
    package static let int2 = SQLType(oid: 21, arrayOID: 1005)
    package static let int4 = SQLType(oid: 23, arrayOID: 1007)
    package static let text = SQLType(oid: 25, arrayOID: 1009)
    package static let oid = SQLType(oid: 26, arrayOID: 1028)
    package static let json = SQLType(oid: 114, arrayOID: 199)
    package static let float4 = SQLType(oid: 700, arrayOID: 1021)
    package static let float8 = SQLType(oid: 701, arrayOID: 1022)
    package static let unknown = SQLType(oid: 705, arrayOID: 0)
    package static let bpchar = SQLType(oid: 1042, arrayOID: 1014)
    package static let varchar = SQLType(oid: 1043, arrayOID: 1015)
    package static let date = SQLType(oid: 1082, arrayOID: 1182)
    package static let timestamptz = SQLType(oid: 1184, arrayOID: 1185)
    package static let numeric = SQLType(oid: 1700, arrayOID: 1231)
    package static let void = SQLType(oid: 2278, arrayOID: 0)
    package static let uuid = SQLType(oid: 2950, arrayOID: 2951)
    package static let jsonb = SQLType(oid: 3802, arrayOID: 3807)
    package static let int4range = SQLType(oid: 3904, arrayOID: 3905)
    package static let daterange = SQLType(oid: 3912, arrayOID: 3913)
    package static let int8range = SQLType(oid: 3926, arrayOID: 3927)

    /// The name that PostgreSQL shows for a type, for error messages.
    package static func name(ofOID oid: UInt32) -> String { names[oid] ?? "type with oid \(oid)" }

    /// Whether the Oid is that of a built-in array type that we read.
    static func isArray(_ oid: UInt32) -> Bool { arrayOIDs.contains(oid) }

    private static let arrayOIDs = Set(known.map(\.0.arrayOID).filter { $0 != 0 })

    private static let known: [(SQLType, String)] = [
        (.bool, "boolean"), (.bytea, "bytea"), (.name, "name"), (.int8, "bigint"), (.int2, "smallint"),
        (.int4, "integer"), (.text, "text"), (.oid, "oid"), (.json, "json"), (.float4, "real"),
        (.float8, "double precision"), (.unknown, "unknown"), (.bpchar, "character"),
        (.varchar, "character varying"), (.date, "date"), (.timestamptz, "timestamp with time zone"),
        (.numeric, "numeric"), (.void, "void"), (.uuid, "uuid"), (.jsonb, "jsonb"),
        (.int4range, "int4range"), (.daterange, "daterange"), (.int8range, "int8range"),
    ]

    private static let names: [UInt32: String] = {
        var names: [UInt32: String] = [
            18: "\"char\"", 1083: "time without time zone", 1114: "timestamp without time zone", 1186: "interval",
            2249: "record", 3908: "tsrange", 3910: "tstzrange", 3906: "numrange", 3614: "tsvector",
        ]
        for (type, name) in known {
            names[type.oid] = name
            if type.arrayOID != 0 { names[type.arrayOID] = name + "[]" }
        }
        return names
    }()
}
