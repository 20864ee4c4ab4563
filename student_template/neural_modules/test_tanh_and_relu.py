"""Public tests of ``Tanh`` and ``ReLU``."""

import numpy as np
from neural_modules import ReLU, Tanh

Z = np.array([[0.5, -1.0, 0.0], [2.0, -0.25, 3.0]])
dA = np.array([[1.0, 2.0, -3.0], [0.5, -1.0, 4.0]])


def test_tanh_forward():
    """The output is tanh Z, entry by entry."""
    np.testing.assert_allclose(Tanh().forward(Z), np.tanh(Z), rtol=1e-12)


def test_tanh_backward():
    """Backward returns the derivative by Z."""
    module = Tanh()
    module.forward(Z)
    module.sgd_step(0.1)  # there is nothing to step
    expected = [
        [0.7864477329659274, 0.8399486832280524, -3.0],
        [0.03532541242658223, -0.9400148488064378, 0.03946414866137214],
    ]
    np.testing.assert_allclose(module.backward(dA), expected, rtol=1e-9)


def test_relu_forward():
    """The output is the larger of Z and 0, entry by entry."""
    given = Z.copy()
    np.testing.assert_array_equal(ReLU().forward(given), [[0.5, 0.0, 0.0], [2.0, 0.0, 3.0]])
    np.testing.assert_array_equal(given, Z, "forward changes its argument")


def test_relu_backward():
    """Backward returns the derivative by Z."""
    module, given = ReLU(), dA.copy()
    module.forward(Z)
    module.sgd_step(0.1)  # there is nothing to step
    np.testing.assert_array_equal(module.backward(given), [[1.0, 0.0, 0.0], [0.5, 0.0, 4.0]])
    np.testing.assert_array_equal(given, dA, "backward changes its argument")
