"""Mistakes with gradient descent, and what to tell the student."""

from collections.abc import Callable

import numpy as np
from reference import gd_run, gd_step

Pair = tuple[np.ndarray, np.ndarray]
Run = tuple[np.ndarray, np.ndarray, list[float]]


def _J(X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float) -> float:
    return gd_run(X, y, theta, theta0, lam, [])[2][0]


def _run(
    step: Callable[..., Pair],
    X: np.ndarray,
    y: np.ndarray,
    theta: np.ndarray,
    theta0: np.ndarray,
    lam: float,
    etas: list[float],
) -> Run:
    """A run with ``step`` in place of the right one."""
    Js = [_J(X, y, theta, theta0, lam)]
    for eta in etas:
        theta, theta0 = step(X, y, theta, theta0, lam, eta)
        Js.append(_J(X, y, theta, theta0, lam))
    return theta, theta0, Js


def gd_step__uphill(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float, eta: float
) -> Pair:
    """You go uphill: the gradient points to where J grows, and we want J to be small. Subtract η times the gradient."""
    return gd_step(X, y, theta, theta0, lam, -eta)


def gd_step__offset_after_theta(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float, eta: float
) -> Pair:
    """Your θ is right, but the derivative by θ0 is taken at the new θ. All right-hand sides belong to the old parameters:
    compute both gradients first and change the parameters afterwards."""
    new, _ = gd_step(X, y, theta, theta0, lam, eta)
    return new, gd_step(X, y, new, theta0, lam, eta)[1]


def gd_step__offset_stays(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float, eta: float
) -> Pair:
    """Your θ is right, but θ0 stays where it was. It is a parameter like the others: subtract η ∂J/∂θ0 from it."""
    return gd_step(X, y, theta, theta0, lam, eta)[0], theta0.copy()


def gd_step__offset_regularised(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float, eta: float
) -> Pair:
    """Your θ is right, but θ0 is pulled towards zero by 2λθ0. The regulariser is λ‖θ‖²; the offset does not occur
    in it."""
    new, new0 = gd_step(X, y, theta, theta0, lam, eta)
    return new, new0 - 2 * eta * lam * theta0


def gd_step__regulariser_missing(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float, eta: float
) -> Pair:
    """Your step only sees the data. The gradient of J has the part 2λθ of the regulariser, too: without `lam` you go down
    another hill."""
    return gd_step(X, y, theta, theta0, 0.0, eta)


def gd_step__sum_for_mean(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float, eta: float
) -> Pair:
    """Your steps are n times too long in the part that comes from the data: J has the mean of the losses, so the
    gradients are means over the points as well."""
    n = X.shape[1]
    new, new0 = gd_step(X, y, theta, theta0, lam / n, n * eta)
    return new, new0


def gd_step__gradients(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float, eta: float
) -> Pair:
    """You return the gradients, not the new parameters. A step ends at θ − η∇J and at θ0 − η ∂J/∂θ0."""
    new, new0 = gd_step(X, y, theta, theta0, lam, 1.0)
    return theta - new, theta0 - new0


def gd_run__first_step_size(
    X: np.ndarray,
    y: np.ndarray,
    theta: np.ndarray,
    theta0: np.ndarray,
    lam: float,
    etas: list[float],
) -> Run:
    """You take every step with the first step size, etas[0]. There is a step size for each step: `for eta in etas` goes
    through them in order."""
    return gd_run(X, y, theta, theta0, lam, [etas[0] for _ in etas])


def gd_run__from_the_start(
    X: np.ndarray,
    y: np.ndarray,
    theta: np.ndarray,
    theta0: np.ndarray,
    lam: float,
    etas: list[float],
) -> Run:
    """Each of your steps begins at the start again, so all but the last are lost. Go on from where the step before ended:
    assign its results to theta and theta0."""
    Js = [_J(X, y, theta, theta0, lam)]
    new, new0 = theta, theta0
    for eta in etas:
        new, new0 = gd_step(X, y, theta, theta0, lam, eta)
        Js.append(_J(X, y, new, new0, lam))
    return new, new0, Js


def gd_run__start_not_recorded(
    X: np.ndarray,
    y: np.ndarray,
    theta: np.ndarray,
    theta0: np.ndarray,
    lam: float,
    etas: list[float],
) -> Run:
    """Your list of values begins after the first step. It has T + 1 entries: the first is J at the parameters that were
    passed in."""
    new, new0, Js = gd_run(X, y, theta, theta0, lam, etas)
    return new, new0, Js[1:]


def gd_run__end_not_recorded(
    X: np.ndarray,
    y: np.ndarray,
    theta: np.ndarray,
    theta0: np.ndarray,
    lam: float,
    etas: list[float],
) -> Run:
    """Your list of values ends before the last step. It has T + 1 entries: write J down once more after the loop."""
    new, new0, Js = gd_run(X, y, theta, theta0, lam, etas)
    return new, new0, Js[:-1]


def gd_run__uphill(
    X: np.ndarray,
    y: np.ndarray,
    theta: np.ndarray,
    theta0: np.ndarray,
    lam: float,
    etas: list[float],
) -> Run:
    """Your run goes uphill: J grows from step to step. Subtract η times the gradient."""
    return gd_run(X, y, theta, theta0, lam, [-eta for eta in etas])


def gd_run__backwards(
    X: np.ndarray,
    y: np.ndarray,
    theta: np.ndarray,
    theta0: np.ndarray,
    lam: float,
    etas: list[float],
) -> Run:
    """You use the step sizes from the last to the first. The first entry of `etas` belongs to the first step."""
    return gd_run(X, y, theta, theta0, lam, etas[::-1])


def gd_run__offset_after_theta(
    X: np.ndarray,
    y: np.ndarray,
    theta: np.ndarray,
    theta0: np.ndarray,
    lam: float,
    etas: list[float],
) -> Run:
    """In each of your steps θ is changed first, and the derivative by θ0 is then taken at the new θ. Both gradients of a
    step belong to the parameters before it."""
    return _run(gd_step__offset_after_theta, X, y, theta, theta0, lam, etas)


def gd_run__losses_alone(
    X: np.ndarray,
    y: np.ndarray,
    theta: np.ndarray,
    theta0: np.ndarray,
    lam: float,
    etas: list[float],
) -> Run:
    """Your parameters are right, but the values that you write down are the mean losses alone. J has the regulariser λ‖θ‖²
    in it."""
    Js = [_J(X, y, theta, theta0, 0.0)]
    for eta in etas:
        theta, theta0 = gd_step(X, y, theta, theta0, lam, eta)
        Js.append(_J(X, y, theta, theta0, 0.0))
    return theta, theta0, Js
