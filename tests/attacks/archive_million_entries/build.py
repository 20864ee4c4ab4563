import struct
from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    path = folder / "x.zip"
    count = 1_000_000
    entry = b"PK\x01\x02" + struct.pack("<6H3L5H2L", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    local = b"PK\x03\x04" + struct.pack("<5H3L2H", 20, 0, 0, 0, 0, 0, 0, 0, 1, 0) + b"a"
    size = len(entry) * count
    end = b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 65535, 65535, size, len(local), 0)
    path.write_bytes(local + entry * count + end)
    return path
