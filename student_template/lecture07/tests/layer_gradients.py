"""Public tests of layer_gradients, for Otter: `otter check`, or `Notebook().check("layer_gradients")`.

They hold what students may see: public inputs and what is expected for them. Hidden checks use other sizes and values.
"""

from numpy import array, inf, nan
from otter.test_files import test_case
from otter_checks import Formula, Given, Question

OK_FORMAT = False

name = "layer_gradients"

FUNCTIONS = {
    'dloss_dWl': ('A_prev', 'dloss_dZl'),
    'dloss_dW0l': ('dloss_dZl',),
}

CASES = {
    'p1': {
        'sizes': {
            'm': 4,
            'n': 3,
        },
        'inputs': {
            'A_prev': array([[-0.099], [2.5742], [0.3601], [1.2168]]),
            'dloss_dZl': array([[-0.0181], [0.6837], [2.149]]),
        },
    },
}

CHECKS = [
    {
        'kind': 'shape',
        'cases': {
            ('dloss_dWl', 'p1'): ('array', (4, 3), 'shape (m, n) = (4, 3)'),
        },
    },
    {
        'kind': 'shape',
        'cases': {
            ('dloss_dW0l', 'p1'): ('array', (3, 1), 'shape (n, 1) = (3, 1)'),
        },
    },
    {
        'kind': 'gradient',
        'cases': {
            ('dloss_dWl', 'p1'): (array([[0.0017919, -0.06768629999999999, -0.212751], [-0.04659302, 1.75998054, 5.5319557999999995], [-0.006517810000000001, 0.24620036999999997, 0.7738549], [-0.022024080000000005, 0.83192616, 2.6149032000000005]]), array([[7.44826422760525e-18, 2.8134686477423807e-16, 8.843270621615294e-16], [1.936699169161761e-16, 7.315586861634785e-15, 2.2994290135517262e-14], [2.7092120690511626e-17, 1.0233636970222539e-15, 3.2166280311552197e-15], [9.154593850656637e-17, 3.4580087379524537e-15, 1.0869183527658073e-14]])),
        },
    },
    {
        'kind': 'gradient',
        'cases': {
            ('dloss_dW0l', 'p1'): (array([[-0.0181], [0.6837], [2.149]]), array([[5.406786129924513e-17], [2.0423313132759054e-15], [6.419438338788827e-15]])),
        },
    },
    {
        'kind': 'analytic',
        'cases': {
            ('dloss_dWl', 'p1'): array([[0.0017919000000000001, -0.0676863, -0.21275100000000002], [-0.04659302, 1.7599805399999997, 5.5319557999999995], [-0.00651781, 0.24620036999999997, 0.7738548999999999], [-0.022024080000000005, 0.8319261600000001, 2.6149032]]),
        },
    },
    {
        'kind': 'pure',
        'cases': {
            ('dloss_dWl', 'p1'): None,
            ('dloss_dW0l', 'p1'): None,
        },
    },
]

question = Question(FUNCTIONS, CASES, CHECKS, seconds=2)


@test_case(name='1. shape of dloss_dWl', points=1)
def test_1(env):
    question.report(env, 0)


@test_case(name='2. shape of dloss_dW0l', points=1)
def test_2(env):
    question.report(env, 1)


@test_case(name='3. gradient of dloss_dWl', points=3)
def test_3(env):
    question.report(env, 2)


@test_case(name='4. gradient of dloss_dW0l', points=1)
def test_4(env):
    question.report(env, 3)


@test_case(name='5. analytic of dloss_dWl', points=0)
def test_5(env):
    question.report(env, 4)


@test_case(name='6. pure of dloss_dWl, dloss_dW0l', points=0)
def test_6(env):
    question.report(env, 5)
