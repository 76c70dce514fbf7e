"""A DNS server of the checks' own on loopback: TXT and A records from a table, everything else does not exist."""

import socket
import struct
import threading

TYPES = {1: "A", 16: "TXT"}
NAME_ERROR = 3
STRING_BYTES_MAX = 255


class NameServer:
    def __init__(self):
        self.records = {}  # (name, type) to values
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        self.socket.close()

    def _serve(self):
        while True:
            try:
                question, peer = self.socket.recvfrom(4096)
            except OSError:
                return
            try:
                self.socket.sendto(self._answer(question), peer)
            except (OSError, ValueError, IndexError, struct.error):
                continue

    def _answer(self, question):
        labels, position = [], 12
        while (length := question[position]):
            labels.append(question[position + 1:position + 1 + length].decode())
            position += 1 + length
        kind = struct.unpack(">H", question[position + 1:position + 3])[0]
        end = position + 5
        name = ".".join(labels).lower()
        values = self.records.get((name, TYPES.get(kind)), [])
        exists = any(known == name for known, _ in self.records)
        head = question[:2] + struct.pack(">HHHHH", 0x8180 | (0 if exists else NAME_ERROR), 1, len(values), 0, 0)
        return head + question[12:end] + b"".join(self._record(kind, value) for value in values)

    @staticmethod
    def _record(kind, value):
        data = socket.inet_aton(value) if kind == 1 else NameServer._strings(value.encode())
        return struct.pack(">HHHIH", 0xC00C, kind, 1, 60, len(data)) + data

    @staticmethod
    def _strings(text):
        """A TXT record in as many strings as it needs."""
        parts = [text[start:start + STRING_BYTES_MAX] for start in range(0, len(text), STRING_BYTES_MAX)] or [b""]
        return b"".join(bytes([len(part)]) + part for part in parts)
