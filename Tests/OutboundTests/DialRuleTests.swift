import Testing

@testable import Outbound

@Suite("Addresses that a stranger's name may lead to")
struct DialRuleTests {
    @Test(
        "Public ones are dialled",
        arguments: [
            "1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1", "169.253.255.255",
            "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255", "192.169.0.0",
            "198.17.255.255", "198.20.0.0", "203.0.112.255", "223.255.255.255", "2606:4700::1111",
            "2001:4860:4860::8888",
            "2a00:1450::1", "2001:200::1", "3ffe::1",
        ])
    func publicOnes(text: String) throws {
        #expect(DialRule.publicOnly.refusal(of: try #require(AddressBytes(text))) == nil)
    }

    @Test(
        "Ours and nobody's are not, whatever way they are wrapped",
        arguments: [
            ("0.0.0.0", "this network"), ("0.1.2.3", "this network"), ("10.0.0.1", "private"),
            ("10.255.255.255", "private"), ("100.64.0.0", "carrier-grade NAT"),
            ("100.127.255.255", "carrier-grade NAT"), ("127.0.0.1", "loopback"), ("127.255.255.254", "loopback"),
            ("169.254.169.254", "link-local"), ("172.16.0.1", "private"), ("172.31.255.255", "private"),
            ("192.0.0.8", "protocol assignments"), ("192.0.2.1", "documentation"), ("192.88.99.1", "6to4 relay"),
            ("192.168.1.1", "private"), ("198.18.0.1", "benchmarks"), ("198.19.255.255", "benchmarks"),
            ("198.51.100.1", "documentation"), ("203.0.113.1", "documentation"), ("224.0.0.1", "multicast"),
            ("239.255.255.255", "multicast"), ("240.0.0.1", "reserved"), ("255.255.255.255", "reserved"),
            ("::", "unspecified"), ("::1", "loopback"), ("0:0:0:0:0:0:0:1", "loopback"),
            ("::ffff:127.0.0.1", "mapped IPv4"), ("::ffff:7f00:1", "mapped IPv4"), ("::ffff:8.8.8.8", "mapped IPv4"),
            ("0:0:0:0:0:ffff:10.0.0.1", "mapped IPv4"), ("::127.0.0.1", "not global unicast"),
            ("::ffff:0:127.0.0.1", "not global unicast"), ("64:ff9b::7f00:1", "NAT64"),
            ("64:ff9b::10.0.0.1", "NAT64"), ("64:ff9b:1::1", "NAT64"), ("2002:7f00:1::", "6to4"),
            ("2002:c0a8:101::1", "6to4"), ("2002:808:808::1", "6to4"), ("2001::1", "protocol assignments, Teredo"),
            ("2001:0:4136:e378:8000:63bf:3fff:fdd2", "protocol assignments, Teredo"), ("2001:db8::1", "documentation"),
            ("3fff::1", "documentation"), ("5f00::1", "not global unicast"), ("fc00::1", "unique local"),
            ("fdff::1", "unique local"), ("fe80::1", "link-local"), ("FE80::1", "link-local"),
            ("febf::1", "link-local"), ("fec0::1", "site-local"), ("ff02::1", "multicast"),
            ("100::1", "not global unicast"),
            ("2606:4700::5efe:127.0.0.1", "ISATAP"), ("2606:4700::200:5efe:a00:1", "ISATAP"),
        ])
    func refused(text: String, network: String) throws {
        #expect(DialRule.publicOnly.refusal(of: try #require(AddressBytes(text))) == network)
    }

    @Test(
        "What only some programs take for an address is none",
        arguments: [
            "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.0.0.1.",
            "127.0.0.1:80", " 127.0.0.1", "127.0.0.1 ", "[::1]", "::1%lo", "1.2.3", "1.2.3.256", "①②⑦.0.0.1", "",
            "localhost", "::ffff:127.1", "1:2:3:4:5:6:7", "12345::",
        ])
    func noAddress(text: String) { #expect(AddressBytes(text) == nil) }

    @Test("No address at all is dialled but those outside every refused block, by brute force over their edges")
    func edges() throws {
        // Each first octet, at the edges of what follows: what is private by the registry never passes.
        for first in 0...255 {
            for rest in ["0.0.0", "0.0.1", "16.0.1", "64.0.1", "127.255.255", "168.0.1", "254.1.1", "255.255.255"] {
                let address = try #require(AddressBytes("\(first).\(rest)"))
                let second = Int(rest.prefix { $0 != "." }) ?? 0
                let isOurs =
                    first == 0 || first == 10 || first == 127 || first >= 224
                    || (first == 100 && (64...127).contains(second)) || (first == 169 && second == 254)
                    || (first == 172 && (16...31).contains(second)) || (first == 192 && second == 168)
                if isOurs { #expect(DialRule.publicOnly.refusal(of: address) != nil, "\(address)") }
            }
        }
    }

    @Test("An allowance is for what it names, and nothing beside")
    func allowance() throws {
        let rule = DialRule.allowing([try #require(AddressBlock("127.0.0.0/8"))])
        #expect(rule.refusal(of: try #require(AddressBytes("127.9.9.9"))) == nil)
        #expect(rule.refusal(of: try #require(AddressBytes("10.0.0.1"))) == "private")
        #expect(rule.refusal(of: try #require(AddressBytes("::ffff:127.0.0.1"))) == "mapped IPv4")
        for text in ["127.0.0.0", "127.0.0.0/33", "127.0.0.0/-1", "x/8", "127.0.0.0/8/8", "::/129"] {
            #expect(AddressBlock(text) == nil, "\(text)")
        }
    }
}
