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
    'p2': {
        'sizes': {
            'm': 2,
            'n': 3,
        },
        'inputs': {
            'x': array([[-0.2385], [0.5776]]),
            'W': array([[-0.7672, -1.7616, -1.7896], [1.3528, 2.4558, -0.2058]]),
            'W0': array([[-0.3839], [-1.3784], [0.9377]]),
            'y': array([[-0.0082], [-0.3295], [-1.3618]]),
            'A': array([[0.58045448], [0.46021168], [1.24564952]]),
        },
    },
    'p3': {
        'sizes': {
            'm': 3,
            'n': 2,
        },
        'inputs': {
            'x': array([[0.117], [0.6926], [0.9296]]),
            'W': array([[0.6341, 1.0479], [-0.3588, 0.6845], [0.9598, -0.0445]]),
            'W0': array([[2.0053], [-1.9818]]),
            'y': array([[-0.9274], [0.4751]]),
            'A': array([[2.7232149], [-1.4264782]]),
        },
    },
    'p4': {
        'sizes': {
            'm': 1,
            'n': 1,
        },
        'inputs': {
            'x': array([[-0.8176]]),
            'W': array([[1.7797]]),
            'W0': array([[0.1823]]),
            'y': array([[-0.8458]]),
            'A': array([[-1.27278272]]),
        },
    },
}

CHECKS = [
    {
        'kind': 'shape',
        'cases': {
            ('dloss_dA', 'p1'): ('array', (3, 1), 'shape (n, 1) = (3, 1)'),
            ('dloss_dA', 'p2'): ('array', (3, 1), 'shape (n, 1) = (3, 1)'),
            ('dloss_dA', 'p3'): ('array', (2, 1), 'shape (n, 1) = (2, 1)'),
            ('dloss_dA', 'p4'): ('array', (1, 1), 'shape (n, 1) = (1, 1)'),
        },
    },
    {
        'kind': 'shape',
        'cases': {
            ('dloss_dW0', 'p1'): ('array', (3, 1), 'shape (n, 1) = (3, 1)'),
            ('dloss_dW0', 'p2'): ('array', (3, 1), 'shape (n, 1) = (3, 1)'),
            ('dloss_dW0', 'p3'): ('array', (2, 1), 'shape (n, 1) = (2, 1)'),
            ('dloss_dW0', 'p4'): ('array', (1, 1), 'shape (n, 1) = (1, 1)'),
        },
    },
    {
        'kind': 'gradient',
        'cases': {
            ('dloss_dA', 'p1'): (array([[1.7749545], [-0.133955], [0.7057328799999998]]), array([[4.8073817788502874e-14], [3.628108924402795e-15], [1.9114447091728463e-14]])),
            ('dloss_dA', 'p2'): (array([[1.17730896], [1.57942336], [5.21489904]]), array([[6.1668647077794955e-15], [8.273181049625674e-15], [2.73161743748295e-14]])),
            ('dloss_dA', 'p3'): (array([[7.3012298], [-3.8031563999999998]]), array([[5.71345936480529e-14], [2.976098567586405e-14]])),
            ('dloss_dA', 'p4'): (array(-0.8539654399999999), array(1.1666146804145682e-14)),
        },
    },
    {
        'kind': 'gradient',
        'cases': {
            ('dloss_dW0', 'p1'): (array([[1.7749545000000009], [-0.13395500000000005], [0.7057328799999998]]), array([[6.27846934822958e-14], [4.7383319490279524e-15], [2.4963582193897262e-14]])),
            ('dloss_dW0', 'p2'): (array([[1.17730896], [1.57942336], [5.21489904]]), array([[2.74831467805825e-14], [3.6870121188545786e-14], [1.21736808800163e-13]])),
            ('dloss_dW0', 'p3'): (array([[7.3012298], [-3.8031563999999998]]), array([[5.71345936480529e-14], [2.976098567586405e-14]])),
            ('dloss_dW0', 'p4'): (array(-0.8539654400000002), array(1.4774771273096122e-14)),
        },
    },
    {
        'kind': 'analytic',
        'cases': {
            ('dloss_dA', 'p1'): array([[1.7749545], [-0.133955], [0.7057328799999998]]),
            ('dloss_dA', 'p2'): array([[1.17730896], [1.57942336], [5.21489904]]),
            ('dloss_dA', 'p3'): array([[7.3012298], [-3.8031564]]),
            ('dloss_dA', 'p4'): array([[-0.8539654399999999]]),
        },
    },
    {
        'kind': 'analytic',
        'cases': {
            ('dloss_dW0', 'p1'): array([[1.7749545000000007], [-0.13395500000000005], [0.7057328799999998]]),
            ('dloss_dW0', 'p2'): array([[1.17730896], [1.57942336], [5.21489904]]),
            ('dloss_dW0', 'p3'): array([[7.3012298], [-3.8031564]]),
            ('dloss_dW0', 'p4'): array([[-0.8539654400000003]]),
        },
    },
    {
        'kind': 'pure',
        'cases': {
            ('dloss_dA', 'p1'): None,
            ('dloss_dA', 'p2'): None,
            ('dloss_dA', 'p3'): None,
            ('dloss_dA', 'p4'): None,
            ('dloss_dW0', 'p1'): None,
            ('dloss_dW0', 'p2'): None,
            ('dloss_dW0', 'p3'): None,
            ('dloss_dW0', 'p4'): None,
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
