"""Public tests of gradients_of_J, for Otter: `otter check`, or `Notebook().check("gradients_of_J")`.

They hold what students may see: public inputs and what is expected for them. Hidden checks use other sizes and values.
"""

from numpy import array, inf, nan
from otter.test_files import test_case
from otter_checks import Formula, Given, Question

OK_FORMAT = False

name = "gradients_of_J"

FUNCTIONS = {
    'dJ_dscores': ('scores', 'y'),
    'dJ_dtheta': ('X', 'y', 'theta', 'theta0', 'lam'),
    'dJ_dtheta0': ('X', 'y', 'theta', 'theta0', 'lam'),
}

CASES = {
    'p1': {
        'sizes': {
            'd': 2,
            'n': 4,
        },
        'inputs': {
            'X': array([[1.0, 2.0, -1.0, 0.5], [0.0, 1.0, 1.0, -2.0]]),
            'y': array([[1.0, 1.0, 0.0, 0.0]]),
            'theta': array([[-0.9953], [0.7772]]),
            'theta0': array([[0.1633]]),
            'lam': 0.1,
            'scores': array([[-0.832, -1.0501, 1.9358, -1.88875]]),
        },
    },
    'p2': {
        'sizes': {
            'd': 3,
            'n': 5,
        },
        'inputs': {
            'X': array([[1.0138, -0.0193, -1.3629, -0.1885, -0.5231], [0.9921, -0.7896, 1.1279, 0.6245, -0.3662], [-0.0633, 0.0931, 0.4923, -1.1518, -1.172]]),
            'y': array([[1.0, 0.0, 0.0, 0.0, 0.0]]),
            'theta': array([[0.9971], [1.1925], [-0.7442]]),
            'theta0': array([[0.0237]]),
            'lam': 0.181,
            'scores': array([[2.26474709, -1.00642705, -0.3565965, 1.43763246, -0.06237411]]),
        },
    },
    'p3': {
        'sizes': {
            'd': 4,
            'n': 3,
        },
        'inputs': {
            'X': array([[0.3202, -1.8479, 0.7608], [-2.6604, 0.504, 0.824], [2.0642, -1.3474, 0.9272], [0.5286, -0.1664, 0.2517]]),
            'y': array([[1.0, 1.0, 1.0]]),
            'theta': array([[-0.1214], [-0.5938], [-1.3163], [-1.465]]),
            'theta0': array([[-0.4927]]),
            'lam': 0.2321,
            'scores': array([[-2.44333222, 1.44971848, -2.66356618]]),
        },
    },
    'p4': {
        'sizes': {
            'd': 1,
            'n': 1,
        },
        'inputs': {
            'X': array([[-0.3818]]),
            'y': array([[0.0]]),
            'theta': array([[-0.6783]]),
            'theta0': array([[0.0134]]),
            'lam': 0.2056,
            'scores': array([[0.27237494]]),
        },
    },
}

CHECKS = [
    {
        'judge': 'shape',
        'gate': True,
        'cases': {
            ('dJ_dscores', 'p1'): ('array', (1, 4), 'shape (1, n) = (1, 4)'),
            ('dJ_dscores', 'p2'): ('array', (1, 5), 'shape (1, n) = (1, 5)'),
            ('dJ_dscores', 'p3'): ('array', (1, 3), 'shape (1, n) = (1, 3)'),
            ('dJ_dscores', 'p4'): ('array', (1, 1), 'shape (1, n) = (1, 1)'),
        },
    },
    {
        'judge': 'shape',
        'gate': True,
        'cases': {
            ('dJ_dtheta', 'p1'): ('array', (2, 1), 'shape (d, 1) = (2, 1)'),
            ('dJ_dtheta', 'p2'): ('array', (3, 1), 'shape (d, 1) = (3, 1)'),
            ('dJ_dtheta', 'p3'): ('array', (4, 1), 'shape (d, 1) = (4, 1)'),
            ('dJ_dtheta', 'p4'): ('array', (1, 1), 'shape (d, 1) = (1, 1)'),
        },
    },
    {
        'judge': 'shape',
        'gate': True,
        'cases': {
            ('dJ_dtheta0', 'p1'): ('array', (1, 1), 'shape (1, 1)'),
            ('dJ_dtheta0', 'p2'): ('array', (1, 1), 'shape (1, 1)'),
            ('dJ_dtheta0', 'p3'): ('array', (1, 1), 'shape (1, 1)'),
            ('dJ_dtheta0', 'p4'): ('array', (1, 1), 'shape (1, 1)'),
        },
    },
    {
        'judge': 'gradient',
        'counts': True,
        'cases': {
            ('dJ_dscores', 'p1'): (array([[-0.1741944132895932, -0.1851985253661469, 0.21847250089147546, 0.032846764836081954]]), array([[1.5643460477233036e-15, 1.6631680415552349e-15, 1.9619836644108007e-15, 2.949790741359636e-16]])),
            ('dJ_dscores', 'p2'): (array([[-0.018816995971215663, 0.05353593294558726, 0.08235674125516632, 0.16161755130881827, 0.09688230522478104]]), array([[6.801603635225099e-16, 1.9351133235872667e-15, 2.9768721402890503e-15, 5.841838549467576e-15, 3.501914122816741e-15]])),
            ('dJ_dscores', 'p3'): (array([[-0.30669082653084545, -0.06334829866593422, -0.31161407590760515]]), array([[6.593457645529732e-15, 1.3619068065871746e-15, 6.69930116426563e-15]])),
            ('dJ_dscores', 'p4'): (array(0.5676758561106515), array(1.704582821805748e-15)),
        },
    },
    {
        'judge': 'gradient',
        'counts': True,
        'cases': {
            ('dJ_dtheta', 'p1'): (array([[-0.9457005824953215], [0.12302044585316464]]), array([[1.513847431042142e-14], [1.969272192146435e-15]])),
            ('dJ_dtheta', 'p2'): (array([[0.14745224103707028], [0.5290867147238655], [-0.5223780223988097]]), array([[2.3258111903891494e-15], [8.345453369417625e-15], [8.239635027337833e-15]])),
            ('dJ_dtheta', 'p3'): (array([[-0.2745709505009029], [0.2515807738271639], [-1.447670737684023], [-0.9100618769121378]]), array([[5.456383608316502e-15], [4.999513633812489e-15], [2.876869118502245e-14], [1.808511315082041e-14]])),
            ('dJ_dtheta', 'p4'): (array(-0.4956556018630468), array(3.3210225721959012e-15)),
        },
    },
    {
        'judge': 'gradient',
        'counts': True,
        'cases': {
            ('dJ_dtheta0', 'p1'): (array(-0.10807367292818269), array(2.1828620531753775e-15)),
            ('dJ_dtheta0', 'p2'): (array(0.37557553476313726), array(1.2780344222099445e-15)),
            ('dJ_dtheta0', 'p3'): (array(-0.6816532011043849), array(3.734020206601374e-15)),
            ('dJ_dtheta0', 'p4'): (array(0.5676758561106515), array(3.4809396612059985e-15)),
        },
    },
    {
        'judge': 'analytic',
        'cases': {
            ('dJ_dscores', 'p1'): array([[-0.17419441328959318, -0.1851985253661469, 0.21847250089147544, 0.032846764836081954]]),
            ('dJ_dscores', 'p2'): array([[-0.018816995971215666, 0.05353593294558726, 0.08235674125516632, 0.16161755130881827, 0.09688230522478103]]),
            ('dJ_dscores', 'p3'): array([[-0.30669082653084545, -0.06334829866593421, -0.3116140759076052]]),
            ('dJ_dscores', 'p4'): array([[0.5676758561106516]]),
        },
    },
    {
        'judge': 'analytic',
        'cases': {
            ('dJ_dtheta', 'p1'): array([[-0.9457005824953214], [0.12302044585316466]]),
            ('dJ_dtheta', 'p2'): array([[0.14745224103707033], [0.5290867147238654], [-0.5223780223988097]]),
            ('dJ_dtheta', 'p3'): array([[-0.27457095050090297], [0.25158077382716376], [-1.4476707376840232], [-0.9100618769121377]]),
            ('dJ_dtheta', 'p4'): array([[-0.4956556018630468]]),
        },
    },
    {
        'judge': 'pure',
        'manners': True,
        'again': True,
        'cases': {
            ('dJ_dscores', 'p1'): ('scores', 'y'),
            ('dJ_dscores', 'p2'): ('scores', 'y'),
            ('dJ_dscores', 'p3'): ('scores', 'y'),
            ('dJ_dscores', 'p4'): ('scores', 'y'),
            ('dJ_dtheta', 'p1'): ('X', 'y', 'theta', 'theta0', 'lam'),
            ('dJ_dtheta', 'p2'): ('X', 'y', 'theta', 'theta0', 'lam'),
            ('dJ_dtheta', 'p3'): ('X', 'y', 'theta', 'theta0', 'lam'),
            ('dJ_dtheta', 'p4'): ('X', 'y', 'theta', 'theta0', 'lam'),
            ('dJ_dtheta0', 'p1'): ('X', 'y', 'theta', 'theta0', 'lam'),
            ('dJ_dtheta0', 'p2'): ('X', 'y', 'theta', 'theta0', 'lam'),
            ('dJ_dtheta0', 'p3'): ('X', 'y', 'theta', 'theta0', 'lam'),
            ('dJ_dtheta0', 'p4'): ('X', 'y', 'theta', 'theta0', 'lam'),
        },
    },
]

# What other exercises ask for is no misspelling of what this one does.
ELSEWHERE = (
    'J', 'dnllm_dW', 'dnllm_dW0', 'dnllm_dZ', 'dsigmoid', 'dsoftmax_dz', 'gd_run', 'gd_step', 'nll',
    'nll_of_score', 'nllm', 'predictions', 'sigmoid', 'softmax',
)

question = Question(FUNCTIONS, CASES, CHECKS, ELSEWHERE, seconds=2)


@test_case(name='1. shape of dJ_dscores', points=1)
def test_1(env):
    question.report(env, 0)


@test_case(name='2. shape of dJ_dtheta', points=1)
def test_2(env):
    question.report(env, 1)


@test_case(name='3. shape of dJ_dtheta0', points=1)
def test_3(env):
    question.report(env, 2)


@test_case(name='4. gradient of dJ_dscores', points=4)
def test_4(env):
    question.report(env, 3)


@test_case(name='5. gradient of dJ_dtheta', points=4.5)
def test_5(env):
    question.report(env, 4)


@test_case(name='6. gradient of dJ_dtheta0', points=2.5)
def test_6(env):
    question.report(env, 5)


@test_case(name='7. analytic of dJ_dscores', points=0)
def test_7(env):
    question.report(env, 6)


@test_case(name='8. analytic of dJ_dtheta', points=0)
def test_8(env):
    question.report(env, 7)


@test_case(name='9. pure of dJ_dscores, dJ_dtheta, dJ_dtheta0', points=1)
def test_9(env):
    question.report(env, 8)
