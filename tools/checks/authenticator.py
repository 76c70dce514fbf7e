"""What an authenticator shows for a key (RFC 6238)."""

import base64
import hashlib
import hmac
import struct
import time

STEP_SECONDS = 30


def code(key, steps_ahead=0):
    letters = key.replace(" ", "")
    secret = base64.b32decode(letters + "=" * (-len(letters) % 8))
    step = int(time.time()) // STEP_SECONDS + steps_ahead
    digest = hmac.new(secret, struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
