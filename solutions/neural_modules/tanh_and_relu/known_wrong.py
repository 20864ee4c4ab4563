"""Mistakes with activations as modules, and what to tell the student."""

import numpy as np
from reference import ReLU, Tanh


class Tanh__slope_not_squared(Tanh):
    """Your slope is 1 − tanh z. The derivative of tanh is 1 − tanh² z: square it."""

    def backward(self, dA):
        return dA * (1.0 - self.A)


class Tanh__slope_of_the_output(Tanh):
    """You take tanh a second time: forward has stored tanh Z already, and the slope is 1 minus that squared."""

    def backward(self, dA):
        return dA * (1.0 - np.tanh(self.A) ** 2)


class Tanh__sigmoid_slope(Tanh):
    """a (1 − a) is the slope of the sigmoid. That of tanh is 1 − a²."""

    def backward(self, dA):
        return dA * self.A * (1.0 - self.A)


class Tanh__slope_alone(Tanh):
    """You return the slope tanh′(Z) and leave out ∂L/∂A. The chain rule multiplies the two, entry by entry."""

    def backward(self, dA):
        return 1.0 - self.A**2


class Tanh__slope_left_out(Tanh):
    """You hand ∂L/∂A on as it came. On the way through tanh it is multiplied by the slope there."""

    def backward(self, dA):
        return dA


class Tanh__product_of_matrices(Tanh):
    """You multiply as matrices. Each entry goes through tanh by itself: multiply entry by entry, with *."""

    def backward(self, dA):
        return dA @ (1.0 - self.A**2)


class Tanh__by_exponentials(Tanh):
    """Your formula is right on paper, but e^z overflows for large z, and ∞/∞ is not a number. np.tanh has no such trouble."""

    def forward(self, Z):
        with np.errstate(all="ignore"):
            self.A = (np.exp(Z) - np.exp(-Z)) / (np.exp(Z) + np.exp(-Z))
        return self.A


class ReLU__absolute_value(ReLU):
    """You return |z|. ReLU is 0 where z is negative."""

    def forward(self, Z):
        super().forward(Z)
        return np.abs(Z)


class ReLU__largest_of_all(ReLU):
    """np.max gives one number, the largest of the array. np.maximum compares entry by entry."""

    def forward(self, Z):
        super().forward(Z)
        return np.max(Z, initial=0.0)


class ReLU__slope_left_out(ReLU):
    """You hand ∂L/∂A on as it came. Where ReLU is flat, nothing comes through: the derivative there is 0."""

    def backward(self, dA):
        return dA


class ReLU__where_the_derivative_is_positive(ReLU):
    """You let pass where ∂L/∂A is positive. What decides is the sign of Z, which forward has to remember."""

    def backward(self, dA):
        return np.maximum(0.0, dA)


class ReLU__slope_alone(ReLU):
    """You return the slope, 0 or 1, and leave out ∂L/∂A. The chain rule multiplies the two."""

    def backward(self, dA):
        return np.where(self.Z > 0.0, 1.0, 0.0)


class ReLU__times_z(ReLU):
    """You multiply by ReLU(z) instead of its slope, which is 1 where z is positive."""

    def backward(self, dA):
        return dA * np.maximum(0.0, self.Z)


class ReLU__one_at_zero(ReLU):
    """At z = 0 your derivative is ∂L/∂A. This exercise takes 0 there: compare with >, not >=."""

    def backward(self, dA):
        return np.where(self.Z >= 0.0, dA, 0.0)


class ReLU__in_place(ReLU):
    """Forward writes into Z itself, which belongs to whoever called. Make a new array."""

    def forward(self, Z):
        self.Z = Z.copy()
        Z[Z < 0] = 0.0
        return Z


class ReLU__derivative_in_place(ReLU):
    """Backward writes into ∂L/∂A itself, which belongs to whoever called. Make a new array."""

    def backward(self, dA):
        dA[self.Z <= 0] = 0.0
        return dA
