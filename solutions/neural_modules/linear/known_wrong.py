"""Mistakes with the linear module, and what to tell the student."""

import numpy as np
from reference import Linear


class Linear__not_transposed(Linear):
    """You multiply by W where Wᵀ is due. With W of shape (m, n), the n outputs for a point x are Wᵀ x."""

    def forward(self, X):
        self.X = X
        return self.W @ X + self.W0


class Linear__offset_forgotten(Linear):
    """Your output leaves W0 out. It is added to every column of Wᵀ X."""

    def forward(self, X):
        self.X = X
        return self.W.T @ X


class Linear__first_input_kept(Linear):
    """You keep the X of the first forward. Each forward must replace it: backward is asked about the last one."""

    def forward(self, X):
        if not hasattr(self, "X"):
            self.X = X
        return self.W.T @ X + self.W0


class Linear__shared_between_layers(Linear):
    """You store X on the class, where all layers share it: a second layer's forward overwrites the first one's. Store it on `self`."""

    def forward(self, X):
        Linear.X = X
        return self.W.T @ X + self.W0


class Linear__derivatives_pile_up(Linear):
    """You add each derivative to the one before, so that dW grows from one backward to the next. Backward is asked about the last forward
    alone."""

    def backward(self, dY):
        before = getattr(self, "dW", 0.0)
        found = super().backward(dY)
        self.dW = before + self.dW
        return found


class Linear__mean_over_the_points(Linear):
    """You divide by the number of points. The derivatives by the weights are sums over the points; a mean would be the loss's business."""

    def backward(self, dY):
        found = super().backward(dY)
        self.dW, self.dW0 = self.dW / dY.shape[1], self.dW0 / dY.shape[1]
        return found


class Linear__offset_not_summed(Linear):
    """Your dW0 has one column per point. The same W0 is added to every column, so its derivative is the sum over the points, of shape (n, 1)."""

    def backward(self, dY):
        found = super().backward(dY)
        self.dW0 = dY
        return found


class Linear__offset_flat(Linear):
    """Your dW0 has one axis, (n,). Then W0 − η dW0 becomes an n × n matrix. Sum with axis=1 and keepdims=True."""

    def backward(self, dY):
        found = super().backward(dY)
        self.dW0 = dY.sum(axis=1)
        return found


class Linear__derivative_transposed(Linear):
    """Your dW is transposed, dY Xᵀ. The derivative by W has the shape of W, (m, n): X dYᵀ."""

    def backward(self, dY):
        found = super().backward(dY)
        self.dW = self.dW.T
        return found


class Linear__hands_back_nothing(Linear):
    """Backward returns nothing. The module before this one needs ∂L/∂X, which is W times ∂L/∂Y."""

    def backward(self, dY):
        super().backward(dY)


class Linear__hands_back_what_it_got(Linear):
    """Backward returns ∂L/∂Y as it came. By the chain rule ∂L/∂X = W ∂L/∂Y."""

    def backward(self, dY):
        super().backward(dY)
        return dY


class Linear__updates_at_once(Linear):
    """Backward changes the weights itself. It only stores the derivatives; the step comes with sgd_step."""

    def backward(self, dY):
        found = super().backward(dY)
        self.W = self.W - 0.01 * self.dW
        return found


class Linear__uphill(Linear):
    """You add the derivatives. They point uphill: gradient descent subtracts them."""

    def sgd_step(self, eta):
        super().sgd_step(-eta)


class Linear__offset_not_updated(Linear):
    """Your step leaves W0 where it was. It is a weight like the others: W0 − η dW0."""

    def sgd_step(self, eta):
        self.W = self.W - eta * self.dW


class Linear__spread_of_m(Linear):
    """The spread of your weights does not shrink with m. np.random.normal wants the standard deviation, which is 1/√m here."""

    def __init__(self, m, n):
        super().__init__(m, n)
        self.W = np.random.normal(0.0, 1.0, (m, n))


class Linear__variance_for_deviation(Linear):
    """You give np.random.normal the variance 1/m. It wants the standard deviation, 1/√m."""

    def __init__(self, m, n):
        super().__init__(m, n)
        self.W = np.random.normal(0.0, 1.0 / m, (m, n))


class Linear__all_the_same(Linear):
    """All your weights start alike. Then all units of a layer compute the same and learn the same for ever: draw them at random."""

    def __init__(self, m, n):
        super().__init__(m, n)
        self.W = np.zeros((m, n))
