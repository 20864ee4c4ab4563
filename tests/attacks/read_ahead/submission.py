import os

for fd in range(3, 64):
    try:
        os.set_blocking(fd, False)
        print("AHEAD", os.read(fd, 1 << 20))
    except OSError:
        continue
    finally:
        try:
            os.set_blocking(fd, True)
        except OSError:
            pass
