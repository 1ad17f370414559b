"""A device that holds a passkey, in the standard library alone: P-256 as SEC 1 writes it, what browsers hand over."""
import base64, hashlib, json, secrets

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296, 0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)


def add(one, other):
    if one is None: return other
    if other is None: return one
    if one[0] == other[0]:
        if (one[1] + other[1]) % P == 0: return None
        slope = (3 * one[0] ** 2 - 3) * pow(2 * one[1], -1, P)
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, P)
    x = (slope * slope - one[0] - other[0]) % P
    return x, (slope * (one[0] - x) - one[1]) % P


def times(n, point=G):
    sum = None
    while n:
        if n & 1: sum = add(sum, point)
        point, n = add(point, point), n >> 1
    return sum


def text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(n):
    """As DER has it."""
    data = n.to_bytes(n.bit_length() // 8 + 1, "big")
    return bytes([2, len(data)]) + data


class Device:
    def __init__(self):
        self.id, self.key = secrets.token_bytes(16), secrets.randbelow(N - 1) + 1

    def said(self, kind, asked, origin):
        return json.dumps({"type": kind, "challenge": asked["challenge"], "origin": origin, "crossOrigin": False}).encode()

    def data(self, asked, flags):
        return hashlib.sha256(asked["rpId"].encode()).digest() + bytes([flags]) + bytes(4)

    def adds(self, asked, origin):
        x, y = (part.to_bytes(32, "big") for part in times(self.key))
        key = b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20" + x + b"\x22\x58\x20" + y
        data = self.data(asked, 0x45) + bytes(16) + len(self.id).to_bytes(2, "big") + self.id + key
        whole = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58" + bytes([len(data)]) + data
        self.handle = asked["handle"]
        return {"client_data": text(self.said("webauthn.create", asked, origin)), "attestation": text(whole), "handle": self.handle}

    def signs(self, asked, origin):
        said, data = self.said("webauthn.get", asked, origin), self.data(asked, 5)
        hash = int.from_bytes(hashlib.sha256(data + hashlib.sha256(said).digest()).digest(), "big")
        chance = secrets.randbelow(N - 1) + 1
        r = times(chance)[0] % N
        s = pow(chance, -1, N) * (hash + r * self.key) % N
        both = number(r) + number(s)
        return {"credential": text(self.id), "client_data": text(said), "authenticator_data": text(data),
                "signature": text(bytes([0x30, len(both)]) + both), "handle": self.handle}
