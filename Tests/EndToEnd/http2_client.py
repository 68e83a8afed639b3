"""HTTP/2 by hand, for tests: frames are written octet by octet, also such as no library would write."""
import re
import socket
import ssl
import time

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
TYPES = {name: number for number, name in enumerate(
    ["DATA", "HEADERS", "PRIORITY", "RST_STREAM", "SETTINGS", "PUSH_PROMISE", "PING", "GOAWAY", "WINDOW_UPDATE", "CONTINUATION"])}
CODES = ["NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT", "STREAM_CLOSED", "FRAME_SIZE_ERROR",
         "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR", "CONNECT_ERROR", "ENHANCE_YOUR_CALM"]
END_STREAM, END_HEADERS = 1, 4
#: Statuses in the static table from index 8 on, and the Huffman codes of the digits (RFC 7541, appendices A and B).
STATUSES = [200, 204, 206, 304, 400, 404, 500]
DIGITS = ["00000", "00001", "00010", "011001", "011010", "011011", "011100", "011101", "011110", "011111"]


def frame(kind, flags=0, stream=0, payload=b""):
    number = TYPES[kind] if isinstance(kind, str) else kind
    return len(payload).to_bytes(3, "big") + bytes([number, flags]) + stream.to_bytes(4, "big") + payload


def integer(value, prefix, first=0):
    limit = (1 << prefix) - 1
    if value < limit:
        return bytes([first | value])
    out, value = [first | limit], value - limit
    while value >= 128:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out + [value])


def text(value):
    value = value if isinstance(value, bytes) else value.encode()
    return integer(len(value), 7) + value


def block(fields):
    """Each field a literal without indexing, not Huffman coded."""
    return b"".join(b"\x00" + text(name) + text(value) for name, value in fields)


def request(method="GET", path="/", more=()):
    return [(":method", method), (":scheme", "https"), (":path", path), (":authority", "localhost"), *more]


def headers(stream, fields, ends=True):
    whole, end = block(fields), END_STREAM if ends else 0
    if len(whole) <= 16_384:
        return frame("HEADERS", END_HEADERS | end, stream, whole)
    parts = [whole[i:i + 16_384] for i in range(0, len(whole), 16_384)]
    return (frame("HEADERS", end, stream, parts[0]) + b"".join(frame("CONTINUATION", 0, stream, part) for part in parts[1:-1])
            + frame("CONTINUATION", END_HEADERS, stream, parts[-1]))


def data(stream, content, ends=False):
    parts = [content[i:i + 16_384] for i in range(0, len(content), 16_384)] or [b""]
    return b"".join(frame("DATA", 0, stream, part) for part in parts[:-1]) + frame("DATA", END_STREAM if ends else 0, stream, parts[-1])


def status(payload):
    """The status of a response: its first field. Our clients allow no table, so no change of its size but to 0 stands before."""
    while payload[0] & 0xe0 == 0x20:
        payload = payload[1:]
    if payload[0] & 0x80:
        return STATUSES[(payload[0] & 0x7f) - 8]
    length = payload[1] & 0x7f
    value = payload[2:2 + length]
    if not payload[1] & 0x80:
        return int(value)
    bits, digits = "".join(f"{octet:08b}" for octet in value), ""
    while len(digits) < 3:
        digit = next(i for i, code in enumerate(DIGITS) if bits.startswith(code))
        digits, bits = digits + str(digit), bits[len(DIGITS[digit]):]
    return int(digits)


class Frame:
    def __init__(self, kind, flags, stream, payload):
        self.kind, self.flags, self.stream, self.payload = kind, flags, stream, payload

    @property
    def code(self):
        at = 4 if self.kind == TYPES["GOAWAY"] else 0
        number = int.from_bytes(self.payload[at:at + 4], "big")
        return CODES[number] if number < len(CODES) else number

    def __repr__(self):
        name = next((n for n, k in TYPES.items() if k == self.kind), self.kind)
        return f"{name} flags={self.flags:x} stream={self.stream} {self.payload[:40]!r}"


class Client:
    """One connection. Acknowledges SETTINGS and answers PING while it reads, and gives back the windows."""

    def __init__(self, proxy, greets=True, settings=(), timeout=10, window=1 << 24):
        plain = socket.create_connection(("127.0.0.1", proxy.port), timeout=timeout)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = plain
        if not proxy.clear:
            context = proxy.context()
            context.set_alpn_protocols(["h2"])
            self.socket = context.wrap_socket(plain, server_hostname="localhost")
        self.buffer, self.frames, self.closed, self.window = b"", [], False, window
        self.responses, self.acknowledges = {}, True
        if greets:
            pairs = [(1, 0), (4, min(window, (1 << 31) - 1)), *settings]
            self.send(PREFACE + frame("SETTINGS", 0, 0, b"".join(i.to_bytes(2, "big") + v.to_bytes(4, "big") for i, v in pairs)))
            if window > 65535:
                self.send(frame("WINDOW_UPDATE", 0, 0, (window - 65535).to_bytes(4, "big")))

    def send(self, octets):
        """Sends as far as the peer lets it. Returns whether all went."""
        try:
            self.socket.sendall(octets)
            return True
        except (ConnectionError, ssl.SSLError, TimeoutError, BrokenPipeError):
            self.closed = True
            return False

    def more(self, timeout):
        """Reads once. Returns whether something came."""
        if self.closed:
            return False
        self.socket.settimeout(max(timeout, 0.001))
        try:
            octets = self.socket.recv(1 << 18)
        except (TimeoutError, ssl.SSLWantReadError):
            return False
        except (ConnectionError, ssl.SSLError, OSError):
            octets = b""
        if not octets:
            self.closed = True
            return False
        self.buffer += octets
        self.parse()
        return True

    def parse(self):
        start, answers = 0, b""
        while len(self.buffer) - start >= 9:
            length = int.from_bytes(self.buffer[start:start + 3], "big")
            if len(self.buffer) - start < 9 + length:
                break
            kind, flags = self.buffer[start + 3], self.buffer[start + 4]
            stream = int.from_bytes(self.buffer[start + 5:start + 9], "big")
            payload = self.buffer[start + 9:start + 9 + length]
            start += 9 + length
            found = Frame(kind, flags, stream, payload)
            self.frames.append(found)
            self.note(found)
            if kind == TYPES["SETTINGS"] and not flags & 1 and self.acknowledges:
                answers += frame("SETTINGS", 1)
            elif kind == TYPES["PING"] and not flags & 1 and self.acknowledges:
                answers += frame("PING", 1, 0, payload)
            elif kind == TYPES["DATA"] and length and self.window > 65535:
                answers += frame("WINDOW_UPDATE", 0, 0, length.to_bytes(4, "big"))
                if not flags & END_STREAM:
                    answers += frame("WINDOW_UPDATE", 0, stream, length.to_bytes(4, "big"))
        self.buffer = self.buffer[start:]
        if answers:
            self.send(answers)

    def note(self, found):
        response = self.responses.setdefault(found.stream, {"status": None, "content": b"", "whole": False, "reset": None})
        if found.kind == TYPES["HEADERS"]:
            value = status(found.payload)
            if value >= 200:
                response["status"] = value
        elif found.kind == TYPES["DATA"]:
            response["content"] += found.payload
        elif found.kind == TYPES["RST_STREAM"]:
            response["reset"] = found.code
        if found.kind in (TYPES["HEADERS"], TYPES["DATA"]) and found.flags & END_STREAM:
            response["whole"] = True

    def wait(self, condition, timeout=10):
        """Reads until `condition()` holds. Returns what it gave last."""
        end = time.time() + timeout
        while True:
            value = condition()
            if value or self.closed or time.time() > end:
                return value
            self.more(min(end - time.time(), 0.5))

    def find(self, kind, stream=None, flags=0):
        return [f for f in self.frames if f.kind == TYPES[kind] and (stream is None or f.stream == stream) and f.flags & flags == flags]

    def get(self, stream, path="/", key=None, method="GET", content=None, more=(), timeout=10):
        """A request and its answer: (status, content)."""
        fields = [("authorization", "ApiKey " + key)] if key else []
        self.send(headers(stream, request(method, path, [*fields, *more]), content is None) + (data(stream, content, True) if content is not None else b""))
        self.wait(lambda: self.responses.get(stream, {}).get("whole") or self.responses.get(stream, {}).get("reset"), timeout)
        response = self.responses.get(stream, {"status": None, "content": b""})
        return response["status"], response["content"]

    def goaway(self, timeout=5):
        """The code that the connection was ended with, or None."""
        self.wait(lambda: self.find("GOAWAY"), timeout)
        found = self.find("GOAWAY")
        return found[-1].code if found else None

    def close(self):
        self.socket.close()

    __enter__ = lambda self: self
    __exit__ = lambda self, *_: self.close()


class Case:
    """One case of the table that the engine's tests have as well; its head explains the form."""

    def __init__(self, name):
        self.name, self.greets, self.steps = name, True, []

    @staticmethod
    def load(path):
        cases = []
        with open(path) as file:
            for line in file.read().split("\n"):
                if line.startswith("= "):
                    cases.append(Case(line[2:]))
                elif line == "greeting none":
                    cases[-1].greets = False
                elif line.startswith("> "):
                    cases[-1].steps.append(("send", Case.octets(line[2:].split(" "))))
                elif line.startswith("< "):
                    cases[-1].steps.append(("expect", line[2:].split(" ")))
        return cases

    @staticmethod
    def octets(words):
        if words[0] == "raw":
            return Case.payload(words[1:])
        if words[0] == "streams":
            return b"".join(frame("HEADERS", END_HEADERS, 2 * i + 1, Case.part("{post}")) for i in range(int(words[1])))
        kind = words[0] if words[0] in TYPES else int(words[0][1:], 16)
        stream = int(words[2][1:]) | 1 << 31 if words[2].startswith("R") else int(words[2])
        return frame(kind, int(words[1], 16), stream, Case.payload(words[3:]))

    @staticmethod
    def payload(words):
        return b"".join(Case.part(part) for part in " ".join(words).split("+") if part)

    @staticmethod
    def part(part):
        authority = block([(":authority", "localhost")])
        if part == "{get}":
            return b"\x82\x87\x84" + authority
        if part == "{post}":
            return b"\x83\x87\x84" + authority
        if part == "{head}":
            return block([(":method", "HEAD")]) + b"\x87\x84" + authority
        if part.startswith("zero*"):
            return bytes(int(part[5:]))
        if part.startswith("["):
            fields = [field.partition("=") for field in part[1:-1].split(";")]
            return block([(name, "a" * int(value[2:]) if value.startswith("a*") else value) for name, _, value in fields])
        return bytes.fromhex(re.sub(r"\s", "", part))
