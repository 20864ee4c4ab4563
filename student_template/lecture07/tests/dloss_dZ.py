"""Public tests of dloss_dZ, for Otter: `otter check`, or `Notebook().check("dloss_dZ")`.

They hold what students may see: public inputs and what is expected for them. Hidden checks use other sizes and values.
"""

from numpy import array, inf, nan
from otter.test_files import test_case
from otter_checks import Formula, Given, Question

OK_FORMAT = False

name = "dloss_dZ"

FUNCTIONS = {
    'dloss_dZ': ('l', 'Zs', 'Ws', 'dfs', 'dloss_dAL'),
}

CASES = {
    'p1': {
        'sizes': {
            'L': 3,
            'n': [4, 3, 5, 2],
        },
        'inputs': {
            'Ws': [array([[-1.4671, -0.6334, 0.2397], [1.0204, -0.5008, -2.4643], [-0.0319, -0.6396, -0.4383], [0.9998, 1.0276, -0.7488]]), array([[-1.107, 0.3326, 0.7817, -0.9321, 1.7914], [0.0878, -0.7663, 1.7045, -0.3491, -0.3742], [-0.7666, -0.2996, 2.3761, 0.6223, 1.1461]]), array([[-0.1678, -1.0967], [0.2356, -1.0308], [0.8632, -1.8814], [-0.5931, 1.1924], [-0.887, 0.5757]])],
            'dfs': [Given('dtanh'), Given('dtanh'), Given('dtanh')],
            'Zs': [array([[0.8996], [1.2584], [2.3515]]), array([[1.702], [1.0691], [-1.3637], [1.4404], [0.3768]]), array([[-0.0853], [0.0893]])],
            'l': 1,
            'dloss_dAL': array([[-0.8407], [0.942]]),
        },
    },
    'p2': {
        'sizes': {
            'L': 2,
            'n': [4, 3, 2],
        },
        'inputs': {
            'Ws': [array([[0.191, 1.3538, -2.0235], [-2.4852, -0.1437, 0.6564], [0.2716, -0.7304, 1.0376], [0.7431, -0.7739, 1.6838]]), array([[0.7156, -0.187], [-0.8295, 0.5294], [-0.8916, -0.0282]])],
            'dfs': [Given('dtanh'), Given('dtanh')],
            'Zs': [array([[1.0634], [0.8979], [1.1554]]), array([[-1.1078], [1.2558]])],
            'l': 2,
            'dloss_dAL': array([[0.7205], [1.4066]]),
        },
    },
}

CHECKS = [
    {
        'kind': 'shape',
        'cases': {
            ('dloss_dZ', 'p1'): ('array', (3, 1), 'shape (n[l], 1) = (3, 1)'),
            ('dloss_dZ', 'p2'): ('array', (2, 1), 'shape (n[l], 1) = (2, 1)'),
        },
    },
    {
        'kind': 'gradient',
        'cases': {
            ('dloss_dZ', 'p1'): (array([[0.5951134105697382], [-0.3254460981797751], [0.011939968054077665]]), array([[2.7605959076954556e-14], [1.509670511290316e-14], [5.538679915908011e-16]])),
            ('dloss_dZ', 'p2'): (array([[0.25558718625872257], [0.3905656699038764]]), array([[3.096949198891663e-15], [4.7324830959991706e-15]])),
        },
    },
    {
        'kind': 'analytic',
        'cases': {
            ('dloss_dZ', 'p1'): array([[0.595113410569738], [-0.32544609817977516], [0.011939968054077692]]),
            ('dloss_dZ', 'p2'): array([[0.2555871862587227], [0.3905656699038764]]),
        },
    },
    {
        'kind': 'pure',
        'cases': {
            ('dloss_dZ', 'p1'): None,
            ('dloss_dZ', 'p2'): None,
        },
    },
]

question = Question(FUNCTIONS, CASES, CHECKS, seconds=2)


@test_case(name='1. shape of dloss_dZ', points=2)
def test_1(env):
    question.report(env, 0)


@test_case(name='2. gradient of dloss_dZ', points=6)
def test_2(env):
    question.report(env, 1)


@test_case(name='3. analytic of dloss_dZ', points=0)
def test_3(env):
    question.report(env, 2)


@test_case(name='4. pure of dloss_dZ', points=0)
def test_4(env):
    question.report(env, 3)
