"""Mistakes with softmax and its loss, and what to tell the student."""

import numpy as np
from reference import NLL, SoftMax


class SoftMax__over_everything(SoftMax):
    """You divide by the sum over the whole matrix. Every point has probabilities of its own, which add up to 1: sum over the classes
    only, with axis=0 and keepdims=True."""

    def forward(self, Z):
        powers = np.exp(Z - Z.max())
        self.A = powers / powers.sum()
        return self.A


class SoftMax__along_rows(SoftMax):
    """You normalise along the rows, over the points. The probabilities of one point are a column: sum with axis=0."""

    def forward(self, Z):
        powers = np.exp(Z - Z.max(axis=1, keepdims=True))
        self.A = powers / powers.sum(axis=1, keepdims=True)
        return self.A


class SoftMax__overflows(SoftMax):
    """The formula is right on paper, but the exponential of 1000 overflows, and ∞/∞ is not a number. Subtract the largest score of each column first."""

    def forward(self, Z):
        with np.errstate(all="ignore"):
            powers = np.exp(Z)
            self.A = powers / powers.sum(axis=0, keepdims=True)
        return self.A


class SoftMax__diagonal_only(SoftMax):
    """You multiply by a (1 − a), as if each score acted on its own probability alone. Raising one score lowers the other probabilities of
    the column, too: that is the part −a aᵀ."""

    def backward(self, dA):
        return dA * self.A * (1.0 - self.A)


class SoftMax__diagonal_without_the_rest(SoftMax):
    """You multiply by diag(a) and leave out a aᵀ. Every probability of a column depends on every score in it."""

    def backward(self, dA):
        return dA * self.A


class SoftMax__handed_on(SoftMax):
    """You hand the derivative on as it came, as code does in which the loss has taken it by the scores. Here the loss gives ∂L/∂A, and
    softmax's own derivative comes on top."""

    def backward(self, dA):
        return dA


class SoftMax__sum_over_the_points(SoftMax):
    """The sum aᵀ ∂L/∂a is one number per point. You sum over the points, or over everything: take axis=0."""

    def backward(self, dA):
        return self.A * (dA - (self.A * dA).sum())


class SoftMax__classes_of_the_rows(SoftMax):
    """You look for the largest entry of each row. A point is a column: argmax with axis=0."""

    def classes(self, A):
        return A.argmax(axis=1)


class SoftMax__probability_for_class(SoftMax):
    """You return the largest probabilities. What is asked for is which class has them: argmax, not max."""

    def classes(self, A):
        return A.max(axis=0)


class NLL__likelihood(NLL):
    """Your loss is negative: logarithms of probabilities are. The loss is minus their sum."""

    def forward(self, A, Y):
        return -super().forward(A, Y)


class NLL__mean(NLL):
    """You take the mean over the points. The loss of this exercise is their sum, and its derivative has no factor."""

    def forward(self, A, Y):
        return super().forward(A, Y) / A.shape[1]


class NLL__all_classes(NLL):
    """You add up the logarithms of all probabilities. Y picks the one of the right class: multiply by Y before you sum."""

    def forward(self, A, Y):
        super().forward(A, Y)
        return -float(np.sum(np.log(self.A)))


class NLL__not_bounded(NLL):
    """A probability of 0 makes your loss infinite, or no number. Probabilities below 1e-12 count as 1e-12."""

    def forward(self, A, Y):
        self.A, self.Y = A, Y
        with np.errstate(all="ignore"):
            return -float(np.sum(Y * np.log(A)))

    def backward(self):
        with np.errstate(all="ignore"):
            return -self.Y / self.A


class NLL__by_the_scores(NLL):
    """You return A − Y, the derivative by the scores, with softmax's own already in it. The loss knows the probabilities alone: −Y/A."""

    def backward(self):
        return self.A - self.Y


class NLL__sign_of_the_slope(NLL):
    """The sign is wrong. Raising the right class's probability lowers the loss, so its derivative is negative: −Y/A."""

    def backward(self):
        return self.Y / self.A


class NLL__labels_not_used(NLL):
    """You return −1/A everywhere. The loss holds the right class's probability alone, so the others have derivative 0: −Y/A."""

    def backward(self):
        return -1.0 / self.A
