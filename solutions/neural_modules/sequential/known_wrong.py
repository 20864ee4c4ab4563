"""Mistakes with modules one after the other, and what to tell the student."""

from reference import Sequential


class Sequential__all_get_the_input(Sequential):
    """Every module gets X itself. Each gets what the one before it has returned."""

    def forward(self, X):
        Y = X
        for module in self.modules:
            Y = module.forward(X)
        return Y


class Sequential__backward_in_order(Sequential):
    """Backward goes from the first module to the last. The derivative by the output is the last module's: start there."""

    def backward(self, dY):
        for module in self.modules:
            dY = module.backward(dY)
        return dY


class Sequential__all_get_the_derivative(Sequential):
    """Every module gets ∂L/∂Y of the whole net. Each gets what the one after it has handed back."""

    def backward(self, dY):
        dX = dY
        for module in reversed(self.modules):
            dX = module.backward(dY)
        return dX


class Sequential__backward_returns_nothing(Sequential):
    """Backward returns nothing, so that a net in a net has nothing to hand on. Return what the first module handed back."""

    def backward(self, dY):
        super().backward(dY)


class Sequential__last_module_alone_steps(Sequential):
    """Only one module takes a step. All have weights, or may have."""

    def sgd_step(self, eta):
        for module in self.modules[-1:]:
            module.sgd_step(eta)


class Sequential__steps_in_backward(Sequential):
    """Backward takes the step as well. It only hands derivatives back; the step comes with sgd_step."""

    def backward(self, dY):
        for module in reversed(self.modules):
            dY = module.backward(dY)
            module.sgd_step(0.1)
        return dY


class Sequential__last_module_left_out(Sequential):
    """Your forward leaves the last module out."""

    def forward(self, X):
        for module in self.modules[:-1]:
            X = module.forward(X)
        return X


class Sequential__reversed_for_good(Sequential):
    """`self.modules.reverse()` turns the list itself around, so that the next forward runs backwards. Use `reversed(self.modules)`."""

    def backward(self, dY):
        self.modules.reverse()
        for module in self.modules:
            dY = module.backward(dY)
        return dY
