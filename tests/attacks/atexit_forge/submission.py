import atexit, os
atexit.register(lambda: [os.write(fd, b"x" * 100) for fd in (3, 4, 5)])
