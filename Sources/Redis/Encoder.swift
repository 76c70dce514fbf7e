import CHiredis
import NIOCore

/// Commands as bytes on the wire, in hiredis' writing.
enum Encoder {
    static func encode(_ commands: [RedisCommand]) -> ByteBuffer {
        var buffer = ByteBuffer()
        for command in commands { encode(command, into: &buffer) }
        return buffer
    }

    private static func encode(_ command: RedisCommand, into buffer: inout ByteBuffer) {
        let lengths = command.arguments.map(\.count)
        // One more byte, so that even an empty argument at the end has an address.
        let contiguous = command.arguments.reduce(into: [UInt8]()) { $0 += $1 } + [0]
        contiguous.withUnsafeBytes { bytes in
            var offset = 0
            var pointers: [UnsafePointer<CChar>?] = lengths.map { length in
                defer { offset += length }
                return bytes.baseAddress?.advanced(by: offset).assumingMemoryBound(to: CChar.self)
            }
            var target: UnsafeMutablePointer<CChar>?
            let count = redisFormatCommandArgv(&target, Int32(pointers.count), &pointers, lengths)
            guard count >= 0, let target else { preconditionFailure("hiredis could not allocate a command") }
            buffer.writeBytes(UnsafeRawBufferPointer(start: target, count: Int(count)))
            redisFreeCommand(target)
        }
    }
}
