"""Public tests of sgd_step, for Otter: `otter check`, or `Notebook().check("sgd_step")`.

They hold what students may see: public inputs and what is expected for them. Hidden checks use other sizes and values.
"""

from numpy import array, inf, nan
from otter.test_files import test_case
from otter_checks import Formula, Given, Question

OK_FORMAT = False

name = "sgd_step"

FUNCTIONS = {
    'sgd_step': ('x', 'y', 'W', 'W0', 'eta'),
}

CASES = {
    'p1': {
        'sizes': {
            'm': 4,
            'n': 3,
        },
        'inputs': {
            'x': array([[0.4542], [-0.137], [-1.8458], [0.6132]]),
            'y': array([[0.0013], [-0.0283], [-1.9169]]),
            'W': array([[-0.4765, 0.4973, 0.3093], [0.9269, 2.0608, 0.3961], [-0.2564, 1.0507, -1.0347], [0.1784, -1.1689, -2.1303]]),
            'W0': array([[1.5587], [-2.6594], [0.1553]]),
            'eta': 0.1,
        },
    },
}

CHECKS = [
    {
        'kind': 'shape',
        'cases': {
            ('sgd_step', 'p1'): ('results', [('array', (4, 3), 'shape (m, n) = (4, 3)'), ('array', (3, 1), 'shape (n, 1) = (3, 1)')]),
        },
    },
    {
        'kind': 'value',
        'cases': {
            ('sgd_step', 'p1'): ((array([[-0.6397073589760001, 0.9827223874832001, 0.05840285776560006], [0.97612811136, 1.914382415048, 0.47177791388400003], [0.4068499850240001, -0.9219830533168007, -0.015092018634399906], [-0.04194071449600001, -0.5135477146527999, -2.4690277138224]]), array([[1.19937072], [-1.590658504], [-0.39709353199999997]])), None),
        },
    },
    {
        'kind': 'pure',
        'cases': {
            ('sgd_step', 'p1'): None,
        },
    },
]

question = Question(FUNCTIONS, CASES, CHECKS, seconds=2)


@test_case(name='1. shape of sgd_step', points=1)
def test_1(env):
    question.report(env, 0)


@test_case(name='2. value of sgd_step', points=2)
def test_2(env):
    question.report(env, 1)


@test_case(name='3. pure of sgd_step', points=1)
def test_3(env):
    question.report(env, 2)
