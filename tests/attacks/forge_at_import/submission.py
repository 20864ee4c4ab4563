import os
for fd in range(3, 64):
    try:
        os.write(fd, b"\x00\x00\x00\x07\x91\xa5ready")
    except OSError:
        pass
