from given import layer, squared_loss


def output_of_layer(draw, sizes, inputs):
    """A = Wᵀ x + W0, so that ∂loss/∂A is asked for where ∂loss/∂W0 needs it."""
    return layer(inputs["x"], inputs["W"], inputs["W0"])


def loss_of_layer(x, W, W0, y):
    """The loss as a function of the layer's own arguments."""
    return squared_loss(layer(x, W, W0), y)


def chain_rule(case, dloss_dA):
    """∂loss/∂W0 = ∂A/∂W0 · ∂loss/∂A, with ∂A/∂W0 the identity matrix."""
    return dloss_dA
