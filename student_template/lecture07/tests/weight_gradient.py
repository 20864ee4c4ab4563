"""Public tests of weight_gradient, for Otter: `otter check`, or `Notebook().check("weight_gradient")`.

They hold what students may see: public inputs and what is expected for them. Hidden checks use other sizes and values.
"""

from numpy import array, inf, nan
from otter.test_files import test_case
from otter_checks import Formula, Given, Question

OK_FORMAT = False

name = "weight_gradient"

FUNCTIONS = {
    'dloss_dWjk': ('x', 'W', 'W0', 'y', 'j', 'k'),
    'dloss_dW': ('x', 'W', 'W0', 'y'),
}

CASES = {
    'p1': {
        'sizes': {
            'm': 4,
            'n': 3,
        },
        'inputs': {
            'x': array([[0.1081], [-0.3574], [1.9133], [0.8275]]),
            'W': array([[-0.9623, 0.8155, -1.4365], [0.3067, -0.085, -0.1079], [0.2221, 0.3068, -0.0937], [1.4267, 0.0822, 0.1594]]),
            'W0': array([[0.0201], [-1.4677], [0.4022]]),
            'y': array([[0.3581], [1.161], [-1.4694]]),
            'j': 2,
            'k': 1,
        },
    },
}

CHECKS = [
    {
        'kind': 'shape',
        'cases': {
            ('dloss_dWjk', 'p1'): ('scalar',),
        },
    },
    {
        'kind': 'shape',
        'cases': {
            ('dloss_dW', 'p1'): ('array', (4, 3), 'shape (m, n) = (4, 3)'),
        },
    },
    {
        'kind': 'gradient',
        'cases': {
            ('dloss_dWjk', 'p1'): (array(-7.098895981966), array(6.194799336160184e-14)),
        },
    },
    {
        'kind': 'gradient',
        'cases': {
            ('dloss_dW', 'p1'): (array([[0.22785295731400002, -0.40108224306199997, 0.36916260262], [-0.7533269837560002, 1.326057295748, -1.22052464548], [4.032849798602001, -7.098895981966, 6.53393901566], [1.7442027953500001, -3.07026416405, 2.8259209405]]), array([[5.39091650722856e-15, 9.489457193656272e-15, 8.734250333091182e-15], [1.7823437184861128e-14, 3.1374024061172545e-14, 2.8877160675733473e-14], [9.541573129769108e-14, 1.679572474433168e-13, 1.5459057504443436e-13], [4.1267191579386066e-14, 7.264131200509314e-14, 6.686024191149817e-14]])),
        },
    },
    {
        'kind': 'analytic',
        'cases': {
            ('dloss_dW', 'p1'): array([[0.22785295731400002, -0.401082243062, 0.36916260262], [-0.753326983756, 1.3260572957480001, -1.22052464548], [4.032849798602, -7.098895981966001, 6.533939015660001], [1.7442027953500001, -3.07026416405, 2.8259209405]]),
        },
    },
    {
        'kind': 'pure',
        'cases': {
            ('dloss_dWjk', 'p1'): None,
            ('dloss_dW', 'p1'): None,
        },
    },
]

question = Question(FUNCTIONS, CASES, CHECKS, seconds=2)


@test_case(name='1. shape of dloss_dWjk', points=0)
def test_1(env):
    question.report(env, 0)


@test_case(name='2. shape of dloss_dW', points=1)
def test_2(env):
    question.report(env, 1)


@test_case(name='3. gradient of dloss_dWjk', points=2)
def test_3(env):
    question.report(env, 2)


@test_case(name='4. gradient of dloss_dW', points=2)
def test_4(env):
    question.report(env, 3)


@test_case(name='5. analytic of dloss_dW', points=0)
def test_5(env):
    question.report(env, 4)


@test_case(name='6. pure of dloss_dWjk, dloss_dW', points=0)
def test_6(env):
    question.report(env, 5)
