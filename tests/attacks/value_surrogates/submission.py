import numpy as np
def dA_dW0(x, W, W0):
    n = len(W0)
    return '\ud800\x00\x1b[31m<script>=cmd()'
