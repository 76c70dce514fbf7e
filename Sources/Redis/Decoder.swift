import CHiredis
import NIOCore

/// Bytes from the wire as replies, in hiredis' reading.
final class Decoder {
    private let reader: UnsafeMutablePointer<redisReader>
    private let replyBytesMax: Int
    private var unansweredBytes = 0

    init(replyBytesMax: Int) {
        guard let reader = redisReaderCreate() else { preconditionFailure("hiredis could not allocate a reader") }
        self.reader = reader
        self.replyBytesMax = replyBytesMax
    }

    deinit { redisReaderFree(reader) }

    /// Takes bytes in and hands out the replies that they complete.
    ///
    /// - Throws: `protocolViolation`; the stream cannot be read on.
    func decode(_ bytes: ByteBuffer) throws(RedisError) -> [RedisValue] {
        unansweredBytes += bytes.readableBytes
        let fed = bytes.withUnsafeReadableBytes { readable in
            redisReaderFeed(reader, readable.baseAddress?.assumingMemoryBound(to: CChar.self), readable.count)
        }
        guard fed == REDIS_OK else { throw .protocolViolation }
        var values: [RedisValue] = []
        while true {
            var object: UnsafeMutableRawPointer?
            guard redisReaderGetReply(reader, &object) == REDIS_OK else { throw .protocolViolation }
            guard let object else { break }
            values.append(Self.value(object.assumingMemoryBound(to: redisReply.self).pointee))
            freeReplyObject(object)
            unansweredBytes = 0
        }
        guard unansweredBytes <= replyBytesMax else { throw .protocolViolation }
        return values
    }

    private static func value(_ reply: redisReply) -> RedisValue {
        switch reply.type {
        case REDIS_REPLY_INTEGER: .integer(reply.integer)
        case REDIS_REPLY_STATUS: .status(String(decoding: bytes(reply), as: UTF8.self))
        case REDIS_REPLY_ERROR: .error(String(decoding: bytes(reply), as: UTF8.self))
        case REDIS_REPLY_STRING: .bytes(bytes(reply))
        case REDIS_REPLY_ARRAY:
            .array((0..<reply.elements).map { reply.element[$0].map { value($0.pointee) } ?? .null })
        default: .null
        }
    }

    private static func bytes(_ reply: redisReply) -> [UInt8] {
        Array(UnsafeRawBufferPointer(start: reply.str, count: reply.len))
    }
}
