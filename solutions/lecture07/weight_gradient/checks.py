from given import layer, squared_loss


def loss_of_layer(x, W, W0, y):
    """The loss as a function of the layer's own arguments."""
    return squared_loss(layer(x, W, W0), y)
