internal import Foundation

/// Refuses what only calls itself a PNG: a browser would sniff it, a mail reader would show nothing.
enum PNGCheck {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    private static let endOfImage = Array("IEND".utf8)
    private static let chunkOverheadBytes = 12

    /// Walks the chunks (PNG, third edition, §5): a header first, an end last, nothing after it.
    static func faults(_ data: Data) -> [AssetFault] {
        let bytes = [UInt8](data)
        guard bytes.starts(with: signature), bytes.count >= 33, bytes[12..<16].elementsEqual("IHDR".utf8) else {
            return [AssetFault(line: nil, rule: .png)]
        }
        let (width, height) = (number(bytes, 16), number(bytes, 20))
        guard (1...BrandAsset.sidePixelsMax).contains(width), (1...BrandAsset.sidePixelsMax).contains(height) else {
            return [AssetFault(line: nil, rule: .sides(max: BrandAsset.sidePixelsMax, width: width, height: height))]
        }
        var position = signature.count
        while position + chunkOverheadBytes <= bytes.count {
            let isEnd = bytes[(position + 4)..<(position + 8)].elementsEqual(endOfImage)
            position += chunkOverheadBytes + number(bytes, position)
            if isEnd {
                return position == bytes.count
                    ? [] : [AssetFault(line: nil, rule: .trailing)]
            }
        }
        return [AssetFault(line: nil, rule: .cutOff)]
    }

    private static func number(_ bytes: [UInt8], _ index: Int) -> Int {
        bytes[index..<(index + 4)].reduce(0) { $0 << 8 | Int($1) }
    }
}
