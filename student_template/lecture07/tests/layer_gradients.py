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
            ('dloss_dWl', 'p1'): (array([[0.0017919, -0.06768629999999999, -0.212751], [-0.04659302, 1.75998054, 5.5319557999999995], [-0.006517810000000001, 0.24620036999999997, 0.7738549], [-0.022024080000000005, 0.83192616, 2.6149032000000005]]), array([[7.336775631472392e-17, 2.771355524440704e-15, 8.710901012173575e-15], [1.9077098818723468e-15, 7.206084233348747e-14, 2.2650102409633553e-13], [2.66865949989213e-16, 1.0080455801526239e-14, 3.1684802570542473e-14], [9.017564230682435e-16, 3.4062478809489376e-14, 1.0706489244053343e-13]])),
        },
    },
    {
        'kind': 'gradient',
        'cases': {
            ('dloss_dW0l', 'p1'): (array([[-0.0181], [0.6837], [2.149]]), array([[8.182343691487405e-17], [3.0907560120828386e-15], [9.714837896688635e-15]])),
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
