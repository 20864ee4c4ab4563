import threading, time, os
def later():
    time.sleep(0.05)
    for fd in range(3, 64):
        try:
            os.write(fd, b"forged")
        except OSError:
            pass
threading.Thread(target=later, daemon=True).start()
