"""Public tests of bias_gradient, for Otter: `otter check`, or `Notebook().check("bias_gradient")`.

They hold what students may see: public inputs and what is expected for them. Hidden checks use other sizes and values.
"""

from numpy import array, inf, nan
from otter.test_files import test_case
from otter_checks import Formula, Given, Question

OK_FORMAT = False

name = "bias_gradient"

FUNCTIONS = {
    'dloss_dA': ('A', 'y'),
    'dloss_dW0': ('x', 'W', 'W0', 'y'),
}

CASES = {
    'p1': {
        'sizes': {
            'm': 4,
            'n': 3,
        },
        'inputs': {
            'x': array([[0.0571], [0.0523], [-1.6746], [1.1626]]),
            'W': array([[0.1136, -1.7983, 0.7861], [-0.8467, -1.0453, 0.2959], [0.9095, 0.275, 1.2058], [2.093, -0.1163, 0.0974]]),
            'W0': array([[-0.6171], [0.5641], [0.0197]]),
            'y': array([[-0.6321], [-0.122], [-2.1788]]),
            'A': array([[0.25537725], [-0.1889775], [-1.82593356]]),
        },
    },
}

CHECKS = [
    {
        'kind': 'shape',
        'cases': {
            ('dloss_dA', 'p1'): ('array', (3, 1), 'shape (n, 1) = (3, 1)'),
        },
    },
    {
        'kind': 'shape',
        'cases': {
            ('dloss_dW0', 'p1'): ('array', (3, 1), 'shape (n, 1) = (3, 1)'),
        },
    },
    {
        'kind': 'gradient',
        'cases': {
            ('dloss_dA', 'p1'): (array([[1.7749545], [-0.133955], [0.7057328799999998]]), array([[4.8073817788502874e-14], [3.628108924402795e-15], [1.9114447091728463e-14]])),
        },
    },
    {
        'kind': 'gradient',
        'cases': {
            ('dloss_dW0', 'p1'): (array([[1.7749545000000009], [-0.13395500000000005], [0.7057328799999998]]), array([[6.27846934822958e-14], [4.7383319490279524e-15], [2.4963582193897262e-14]])),
        },
    },
    {
        'kind': 'analytic',
        'cases': {
            ('dloss_dA', 'p1'): array([[1.7749545], [-0.133955], [0.7057328799999998]]),
        },
    },
    {
        'kind': 'analytic',
        'cases': {
            ('dloss_dW0', 'p1'): array([[1.7749545000000007], [-0.13395500000000005], [0.7057328799999998]]),
        },
    },
    {
        'kind': 'pure',
        'cases': {
            ('dloss_dA', 'p1'): None,
            ('dloss_dW0', 'p1'): None,
        },
    },
]

question = Question(FUNCTIONS, CASES, CHECKS, seconds=2)


@test_case(name='1. shape of dloss_dA', points=0)
def test_1(env):
    question.report(env, 0)


@test_case(name='2. shape of dloss_dW0', points=1)
def test_2(env):
    question.report(env, 1)


@test_case(name='3. gradient of dloss_dA', points=2)
def test_3(env):
    question.report(env, 2)


@test_case(name='4. gradient of dloss_dW0', points=1)
def test_4(env):
    question.report(env, 3)


@test_case(name='5. analytic of dloss_dA', points=0)
def test_5(env):
    question.report(env, 4)


@test_case(name='6. analytic of dloss_dW0', points=0)
def test_6(env):
    question.report(env, 5)


@test_case(name='7. pure of dloss_dA, dloss_dW0', points=0)
def test_7(env):
    question.report(env, 6)
