"""Public tests of step_gradients, for Otter: `otter check`, or `Notebook().check("step_gradients")`.

They hold what students may see: public inputs and what is expected for them. Hidden checks use other sizes and values.
"""

from numpy import array, inf, nan
from otter.test_files import test_case
from otter_checks import Formula, Given, Question

OK_FORMAT = False

name = "step_gradients"

FUNCTIONS = {
    'zero_gradient_layers': ('names',),
    'step_gradient': ('l', 'x', 'y', 'Ws', 'W0s', 'fs', 'dfs'),
}

CASES = {
    'p1': {
        'sizes': {
            'L': 3,
            'n': [4, 2, 3, 4],
        },
        'inputs': {
            'names': ['sigmoid', 'step', 'identity'],
            'l': 1,
            'x': array([[1.0317], [-0.1952], [-0.0481], [-1.5627]]),
            'y': array([[-1.1945], [0.2923], [-1.3765], [-2.2016]]),
            'Ws': [array([[0.6288, 0.088], [0.6808, -0.2611], [-0.7438, -0.1721], [1.0833, -0.7919]]), array([[-1.1445, 1.3142, -1.4806], [0.8428, 0.0063, -1.1592]]), array([[-0.0258, -1.1481, -1.6405, 0.0132], [-1.1301, 0.1116, 1.5811, -0.6516], [-0.963, 0.4195, 0.2097, 0.8711]])],
            'W0s': [array([[1.9462], [1.7698]]), array([[0.0468], [1.191], [-2.3207]]), array([[-1.2134], [0.9257], [1.3868], [-1.5613]])],
            'fs': [Given('tanh'), Given('tanh'), Given('tanh')],
            'dfs': [Given('dtanh'), Given('dtanh'), Given('dtanh')],
        },
    },
    'p2': {
        'sizes': {
            'L': 2,
            'n': [4, 3, 2],
        },
        'inputs': {
            'names': ['tanh', 'step'],
            'l': 1,
            'x': array([[-0.6292], [1.143], [-0.6292], [-0.9434]]),
            'y': array([[0.8068], [1.1754]]),
            'Ws': [array([[-0.9481, 2.1448, 0.6817], [1.7939, 1.3237, -0.6707], [-0.9664, -0.1557, 0.1285], [0.0211, 0.0673, 0.9391]]), array([[1.23, 0.4894], [-0.6468, 1.2798], [0.2868, -1.4006]])],
            'W0s': [array([[-0.1847], [-0.1809], [1.0721]]), array([[0.2922], [1.517]])],
            'fs': [Given('tanh'), Given('tanh')],
            'dfs': [Given('dtanh'), Given('dtanh')],
        },
    },
    'p3': {
        'sizes': {
            'L': 2,
            'n': [4, 3, 2],
        },
        'inputs': {
            'names': ['tanh', 'step'],
            'l': 1,
            'x': array([[-1.0993], [0.3688], [0.9801], [-0.7211]]),
            'y': array([[0.0205], [-1.452]]),
            'Ws': [array([[-1.4341, 0.3123, -0.7751], [0.5715, 0.3696, 2.0833], [0.8375, 0.4619, -0.3734], [0.9834, -0.9169, -0.4212]]), array([[0.6937, -0.2187], [-0.2375, -1.2414], [-1.665, -0.7766]])],
            'W0s': [array([[0.3297], [-1.3194], [-0.3388]]), array([[0.3047], [-1.7368]])],
            'fs': [Given('sign_step'), Given('sign_step')],
            'dfs': [Given('dsign_step'), Given('dsign_step')],
        },
    },
}

CHECKS = [
    {
        'kind': 'value',
        'exact': True,
        'cases': {
            ('zero_gradient_layers', 'p1'): ([1, 2], None),
        },
    },
    {
        'kind': 'shape',
        'cases': {
            ('step_gradient', 'p2'): ('array', (4, 3), 'shape (n[l-1], n[l]) = (4, 3)'),
            ('step_gradient', 'p3'): ('array', (4, 3), 'shape (n[l-1], n[l]) = (4, 3)'),
        },
    },
    {
        'kind': 'gradient',
        'cases': {
            ('step_gradient', 'p2'): (array([[-0.00017357539859427275, 0.012799651282355492, -0.0025805221409732904], [0.0003153157669949996, -0.023251750501799628, 0.004687757163274747], [-0.00017357539859427275, 0.012799651282355492, -0.0025805221409732904], [-0.00026025275116630157, 0.019191339827994553, -0.0038691427015165327]]), array([[2.0334734781788982e-17, 1.4995069360864612e-15, 3.0231377119221297e-16], [3.693992666176861e-17, 2.723993051409449e-15, 5.49180928914017e-16], [2.0334734781788982e-17, 1.4995069360864612e-15, 3.0231377119221297e-16], [3.0489174814271665e-17, 2.2483071257215002e-15, 4.532784674868623e-16]])),
            ('step_gradient', 'p3'): (array([[0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]), array([[2.225073858507201e-278, 2.225073858507201e-278, 2.225073858507201e-278], [2.225073858507201e-278, 2.225073858507201e-278, 2.225073858507201e-278], [2.225073858507201e-278, 2.225073858507201e-278, 2.225073858507201e-278], [2.225073858507201e-278, 2.225073858507201e-278, 2.225073858507201e-278]])),
        },
    },
    {
        'kind': 'analytic',
        'cases': {
            ('step_gradient', 'p2'): array([[-0.00017357539859427437, 0.012799651282355466, -0.0025805221409732847], [0.00031531576699500254, -0.023251750501799583, 0.004687757163274737], [-0.00017357539859427437, 0.012799651282355466, -0.0025805221409732847], [-0.00026025275116630395, 0.01919133982799451, -0.0038691427015165245]]),
            ('step_gradient', 'p3'): array([[0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]),
        },
    },
    {
        'kind': 'pure',
        'cases': {
            ('zero_gradient_layers', 'p1'): None,
            ('step_gradient', 'p2'): None,
            ('step_gradient', 'p3'): None,
        },
    },
]

question = Question(FUNCTIONS, CASES, CHECKS, seconds=2)


@test_case(name='1. value of zero_gradient_layers', points=3)
def test_1(env):
    question.report(env, 0)


@test_case(name='2. shape of step_gradient', points=1)
def test_2(env):
    question.report(env, 1)


@test_case(name='3. gradient of step_gradient', points=2)
def test_3(env):
    question.report(env, 2)


@test_case(name='4. analytic of step_gradient', points=0)
def test_4(env):
    question.report(env, 3)


@test_case(name='5. pure of zero_gradient_layers, step_gradient', points=0)
def test_5(env):
    question.report(env, 4)
