public import Bytes
public import HTTP

/// Writes request heads for an upstream: from what was parsed and decided on, never the client's bytes.
public enum RequestWriter {
    /// - Parameters:
    ///   - bytes: what `head`'s offsets refer to.
    ///   - ownFields: whole field lines with CRLF: `Host` and what the upstream's settings inject.
    ///   - without: fields that are left out although the policy passes them.
    public static func writeHead(
        _ head: RequestHead, _ bytes: borrowing Span<UInt8>, policy: FieldPolicy, framing: BodyFraming,
        ownFields: [UInt8], without: FieldNameSet = .none, into buffer: ByteBuffer
    ) {
        self.writeOpenHead(head, bytes, policy: policy, ownFields: ownFields, without: without, into: buffer)
        FramingWriter.write(framing, announced: nil, into: buffer)
        buffer.append("\r\n")
    }

    /// Writes a head whose content is not yet known: ``finishHead(length:into:)`` completes it.
    public static func writeOpenHead(
        _ head: RequestHead, _ bytes: borrowing Span<UInt8>, policy: FieldPolicy, ownFields: [UInt8],
        without: FieldNameSet = .none, into buffer: ByteBuffer
    ) {
        buffer.append(head.method.text)
        buffer.append(UInt8(ascii: " "))
        head.target.write(into: buffer)
        buffer.append(" HTTP/1.1\r\n")
        buffer.append(ownFields)
        for index in head.fields.indices {
            let line = head.fields[index]
            guard policy.passes(line, bytes) else { continue }
            if line.name == .other ? head.nominatesOther : without.contains(line.name) { continue }
            buffer.append(bytes.extracting(line.nameRange))
            buffer.append(": ")
            buffer.append(bytes.extracting(line.valueRange))
            buffer.append("\r\n")
        }
    }

    /// Completes a head whose content has become known.
    public static func finishHead(length: Int, into buffer: ByteBuffer) {
        FramingWriter.write(.length(UInt64(length)), announced: nil, into: buffer)
        buffer.append("\r\n")
    }
}

/// Writes response heads for a client.
public enum ResponseWriter {
    /// - Parameters:
    ///   - bytes: what `head`'s offsets refer to.
    ///   - keepAlive: whether the connection stays; said where it is not the version's default (RFC 9112 §9.3).
    ///   - isHTTP10: the client's version.
    ///   - extraFields: whole field lines with CRLF.
    public static func writeHead(
        _ head: ResponseHead, _ bytes: borrowing Span<UInt8>, framing: BodyFraming, keepAlive: Bool,
        isHTTP10: Bool,
        extraFields: [UInt8], into buffer: ByteBuffer
    ) {
        buffer.append("HTTP/1.1 ")
        // Status code and reason phrase as they came: both have been checked.
        let line = bytes.extracting(9...)
        var end = 0
        while end < line.count, line[end] != 0x0d { end &+= 1 }
        buffer.append(line.extracting(..<end))
        if end == 3 { buffer.append(UInt8(ascii: " ")) }
        buffer.append("\r\n")
        for index in head.fields.indices {
            let field = head.fields[index]
            if field.name.isHopByHop || field.name == .contentLength { continue }
            if head.nominatesFields, self.isNominated(field, head, bytes) { continue }
            buffer.append(bytes.extracting(field.nameRange))
            buffer.append(": ")
            buffer.append(bytes.extracting(field.valueRange))
            buffer.append("\r\n")
        }
        buffer.append(extraFields)
        if !keepAlive {
            buffer.append("connection: close\r\n")
        } else if isHTTP10 {
            buffer.append("connection: keep-alive\r\n")
        }
        FramingWriter.write(framing, announced: head.announcedLength, into: buffer)
        buffer.append("\r\n")
    }

    /// Whether `Connection` names the field: then it was meant for us alone (RFC 9110 §7.6.1).
    private static func isNominated(
        _ field: FieldLine, _ head: ResponseHead, _ bytes: borrowing Span<UInt8>
    ) -> Bool {
        var found = false
        for line in head.fields where line.name == .connection {
            FieldParser.forEachElement(bytes, line.valueRange) { element in
                found = found || FieldParser.equals(bytes, element, field.nameRange)
            }
        }
        return found
    }
}

enum FramingWriter {
    @inline(__always)
    static func write(_ framing: BodyFraming, announced: UInt64?, into buffer: ByteBuffer) {
        switch framing {
        case .length(let length): self.writeLength(length, into: buffer)
        case .chunked: buffer.append("transfer-encoding: chunked\r\n")
        case .none: if let announced { self.writeLength(announced, into: buffer) }
        case .untilClose: break
        }
    }

    private static func writeLength(_ length: UInt64, into buffer: ByteBuffer) {
        buffer.append("content-length: ")
        buffer.append(decimal: UInt(length))
        buffer.append("\r\n")
    }
}

/// Writes the chunked coding (RFC 9112 §7.1).
public enum ChunkedWriter {
    /// Appends one chunk; nothing for no bytes, as an empty chunk would end the content.
    public static func writeChunk(_ bytes: UnsafeBufferPointer<UInt8>, into buffer: ByteBuffer) {
        guard bytes.count > 0 else { return }
        buffer.append(hexadecimal: UInt(bytes.count))
        buffer.append("\r\n")
        unsafe buffer.append(bytes)
        buffer.append("\r\n")
    }

    /// Begins a chunk whose length is not known yet: its content is appended, then comes ``endChunk(_:in:)``.
    ///
    /// - Returns: where it begins, behind the bytes that wait in `buffer`.
    public static func beginChunk(into buffer: ByteBuffer) -> Int {
        let start = buffer.count
        buffer.append("00000000\r\n")
        return start
    }

    /// Ends the chunk that was begun at `start`; leaves nothing of one without content.
    ///
    /// The size has leading zeros then, which `1*HEXDIG` allows.
    public static func endChunk(_ start: Int, in buffer: ByteBuffer) {
        let count = buffer.count &- start &- 10
        guard count > 0 else { return buffer.truncate(to: start) }
        // 4 GB come at once from nowhere. Never cut short: the framing would say something else than the content.
        guard let size = UInt32(exactly: count) else { preconditionFailure("chunk is too large") }
        buffer.overwrite(at: start, hexadecimal: size)
        buffer.append("\r\n")
    }

    public static func writeLastChunk(into buffer: ByteBuffer) { buffer.append("0\r\n\r\n") }
}
