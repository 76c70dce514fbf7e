import CZlib

/// RFC 1952, for files that are compressed once and sent often.
package enum Gzip {
    /// Nil when zlib can not, or when it does not make the bytes fewer.
    package static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        guard czlib_gzip_init(&stream, Z_BEST_COMPRESSION) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
        var input = bytes
        let outcome = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                return deflate(&stream, Z_FINISH)
            }
        }
        guard outcome == Z_STREAM_END, Int(stream.total_out) < bytes.count else { return nil }
        return Array(output.prefix(Int(stream.total_out)))
    }
}
