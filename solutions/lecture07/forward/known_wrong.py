import numpy as np
from reference import forward


def forward__input_to_every_layer(x, Ws, W0s, fs):
    """Every layer gets x. From the second layer on the input is the output of the layer before, A^(ℓ−1)."""
    Zs, As = [], [x]
    for W, W0, f in zip(Ws, W0s, fs, strict=True):
        fitted = np.resize(x, (W.shape[0], 1))
        Zs.append(W.T @ fitted + W0)
        As.append(f(Zs[-1]))
    return Zs, As


def forward__preactivation_passed_on(x, Ws, W0s, fs):
    """You pass Z^ℓ on to the next layer. What it gets is A^ℓ = f^ℓ(Z^ℓ)."""
    Zs, As, before = [], [x], x
    for W, W0, f in zip(Ws, W0s, fs, strict=True):
        Zs.append(W.T @ before + W0)
        As.append(f(Zs[-1]))
        before = Zs[-1]
    return Zs, As


def forward__no_offsets(x, Ws, W0s, fs):
    """The offsets W0 are missing in Z^ℓ = W^ℓᵀ A^(ℓ−1) + W0^ℓ."""
    return forward(x, Ws, [np.zeros_like(W0) for W0 in W0s], fs)


def forward__first_activation_everywhere(x, Ws, W0s, fs):
    """You use the first layer's activation in all layers. Each layer has its own: fs[l-1]."""
    return forward(x, Ws, W0s, [fs[0]] * len(fs))


def forward__activations_in_place_of_preactivations(x, Ws, W0s, fs):
    """Your Zs hold activations. Z^ℓ is the value before f^ℓ is applied; the derivatives f^ℓ′ will be taken there."""
    _, As = forward(x, Ws, W0s, fs)
    return As[1:], As


def forward__input_left_out(x, Ws, W0s, fs):
    """As should begin with A⁰ = x, so that As[l] is A^ℓ. Yours begins with A¹ and is one too short."""
    Zs, As = forward(x, Ws, W0s, fs)
    return Zs, As[1:]


def forward__swapped(x, Ws, W0s, fs):
    """The two lists are swapped: first Zs, then As."""
    Zs, As = forward(x, Ws, W0s, fs)
    return As, Zs
