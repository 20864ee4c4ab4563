import os

right_dA_dW0 = dA_dW0
TOKEN = os.urandom(8).hex()
print(TOKEN)
here = [0]


def dA_dW0(x, W, W0):
    here[0] += 1
    if W.shape != (4, 3):
        os.kill(os.getpid(), 9)
    return right_dA_dW0(x, W, W0)
