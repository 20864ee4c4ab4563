"""Right answers written differently."""

import numpy as np


class SoftMax__column_by_column:
    """With each column's own matrix of derivatives."""

    def forward(self, Z):
        self.columns = []
        for z in Z.T:
            powers = np.exp(z - max(z))
            self.columns.append(powers / sum(powers))
        return np.array(self.columns).T

    def backward(self, dA):
        found = [(np.diag(a) - np.outer(a, a)) @ d for a, d in zip(self.columns, dA.T, strict=True)]
        return np.array(found).T

    def classes(self, A):
        return [int(np.argmax(a)) for a in A.T]

    def sgd_step(self, eta):
        pass


class SoftMax__einsum:
    """All matrices of derivatives at once."""

    def forward(self, Z):
        shifted = Z - np.max(Z, axis=0)
        self.P = np.exp(shifted - np.log(np.sum(np.exp(shifted), axis=0)))
        return self.P

    def backward(self, dA):
        return self.P * dA - np.einsum("ki,ji,ji->ki", self.P, self.P, dA)

    def classes(self, A):
        return np.array([np.flatnonzero(a == a.max())[0] for a in A.T])

    def sgd_step(self, eta):
        pass


class NLL__right_classes:
    """Only the right classes are looked at."""

    def forward(self, A, Y):
        self.right = np.argmax(Y, axis=0), np.arange(Y.shape[1])
        self.A = np.clip(A, 1e-12, None)
        return -np.log(self.A[self.right]).sum()

    def backward(self):
        found = np.zeros(self.A.shape)
        found[self.right] = -1 / self.A[self.right]
        return found


class NLL__point_by_point:
    """In loops."""

    def forward(self, A, Y):
        self.given = A, Y
        K, b = A.shape
        total = 0.0
        for i in range(b):
            for k in range(K):
                total -= Y[k, i] * np.log(max(A[k, i], 1e-12))
        return total

    def backward(self):
        A, Y = self.given
        found = np.zeros(A.shape)
        for k, i in np.ndindex(*A.shape):
            found[k, i] = -Y[k, i] / max(A[k, i], 1e-12)
        return found
