"""Public tests of softmax_column, for Otter: `otter check`, or `Notebook().check("softmax_column")`.

They hold what students may see: public inputs and what is expected for them. Hidden checks use other sizes and values.
"""

from numpy import array, inf, nan
from otter.test_files import test_case
from otter_checks import Formula, Given, Question

OK_FORMAT = False

name = "softmax_column"

FUNCTIONS = {
    'softmax': ('z',),
    'dsoftmax_dz': ('z',),
}

CASES = {
    'p1': {
        'sizes': {
            'K': 3,
        },
        'inputs': {
            'z': array([[1.0], [2.0], [-1.0]]),
        },
    },
    'p2': {
        'sizes': {
            'K': 4,
        },
        'inputs': {
            'z': array([[-1.8252], [1.843], [-0.0078], [0.4844]]),
        },
    },
    'p3': {
        'sizes': {
            'K': 3,
        },
        'inputs': {
            'z': array([[10000.0], [9999.0], [-10000.0]]),
        },
    },
}

CHECKS = [
    {
        'judge': 'shape',
        'gate': True,
        'cases': {
            ('softmax', 'p1'): ('array', (3, 1), 'shape (K, 1) = (3, 1)'),
            ('softmax', 'p2'): ('array', (4, 1), 'shape (K, 1) = (4, 1)'),
        },
    },
    {
        'judge': 'shape',
        'gate': True,
        'cases': {
            ('dsoftmax_dz', 'p1'): ('array', (3, 3), 'shape (K, K) = (3, 3)'),
            ('dsoftmax_dz', 'p2'): ('array', (4, 4), 'shape (K, K) = (4, 4)'),
        },
    },
    {
        'judge': 'value',
        'silent': True,
        'counts': True,
        'cases': {
            ('softmax', 'p1'): (array([[0.25949646034241913], [0.7053845126982412], [0.03511902695933973]]), array([[1.6653345369377348e-16], [3.3306690738754696e-16], [8.326672684688674e-17]])),
            ('softmax', 'p2'): (array([[0.017728125118688542], [0.6946112720031296], [0.10913136807346556], [0.17852923480471627]]), array([[4.5102810375396984e-17], [5.551115123125783e-16], [9.71445146547012e-17], [1.6653345369377348e-16]])),
        },
    },
    {
        'judge': 'value',
        'silent': True,
        'counts': True,
        'cases': {
            ('softmax', 'p3'): (array([[0.7310585786300049], [0.2689414213699951], [0.0]]), array([[1.1102230246251565e-16], [1.1102230246251565e-16], [0.0]])),
        },
    },
    {
        'judge': 'gradient',
        'counts': True,
        'cases': {
            ('dsoftmax_dz', 'p1'): (array([[0.19215804741217443, -0.18304478422555578, -0.00911326318661865], [-0.18304478422555578, 0.20781720194370595, -0.02477241771815025], [-0.00911326318661865, -0.02477241771815025, 0.03388568090476889]]), array([[1.3710502015874422e-15, 1.2761639921650188e-15, 1.045897347211833e-15], [1.4387738219691232e-15, 1.3976675097288156e-15, 1.1576256212356301e-15], [1.9777012634280821e-16, 2.1170858478630535e-16, 2.4177477998492433e-16]])),
            ('dsoftmax_dz', 'p2'): (array([[0.017413838698464666, -0.012314155538922882, -0.0019346945475800495, -0.0031649886119617357], [-0.012314155538922882, 0.21212645280932385, -0.07580387839295165, -0.12400841887744939], [-0.001934694547580049, -0.07580387839295162, 0.09722171257587933, -0.019483139635347646], [-0.0031649886119617357, -0.12400841887744939, -0.01948313963534765, 0.14665654712475876]]), array([[1.7744436741843265e-16, 1.5450772255139188e-16, 1.0831452041450301e-16, 1.5213332511368433e-16], [1.8065983455025723e-15, 1.9924841921278068e-15, 1.412222466243999e-15, 2.005007214105736e-15], [8.214107160150431e-16, 8.751488564991627e-16, 7.582347938141056e-16, 8.525830164675388e-16], [1.239515695072008e-15, 1.337300253343439e-15, 9.178730675169999e-16, 1.4944079064324163e-15]])),
        },
    },
    {
        'judge': 'analytic',
        'cases': {
            ('dsoftmax_dz', 'p1'): array([[0.19215804741217443, -0.18304478422555578, -0.009113263186618651], [-0.18304478422555578, 0.207817201943706, -0.024772417718150253], [-0.009113263186618651, -0.024772417718150253, 0.0338856809047689]]),
            ('dsoftmax_dz', 'p2'): array([[0.017413838698464666, -0.01231415553892288, -0.0019346945475800497, -0.0031649886119617353], [-0.01231415553892288, 0.2121264528093239, -0.07580387839295163, -0.12400841887744936], [-0.0019346945475800497, -0.07580387839295163, 0.09722171257587935, -0.01948313963534765], [-0.0031649886119617353, -0.12400841887744936, -0.01948313963534765, 0.14665654712475876]]),
        },
    },
    {
        'judge': 'pure',
        'manners': True,
        'again': True,
        'cases': {
            ('softmax', 'p1'): ('z',),
            ('softmax', 'p2'): ('z',),
            ('softmax', 'p3'): ('z',),
            ('dsoftmax_dz', 'p1'): ('z',),
            ('dsoftmax_dz', 'p2'): ('z',),
        },
    },
]

# What other exercises ask for is no misspelling of what this one does.
ELSEWHERE = (
    'J', 'dJ_dscores', 'dJ_dtheta', 'dJ_dtheta0', 'dnllm_dW', 'dnllm_dW0', 'dnllm_dZ', 'dsigmoid',
    'gd_run', 'gd_step', 'nll', 'nll_of_score', 'nllm', 'predictions', 'sigmoid',
)

question = Question(FUNCTIONS, CASES, CHECKS, ELSEWHERE, seconds=2)


@test_case(name='1. shape of softmax', points=1)
def test_1(env):
    question.report(env, 0)


@test_case(name='2. shape of dsoftmax_dz', points=1)
def test_2(env):
    question.report(env, 1)


@test_case(name='3. value of softmax', points=3.5)
def test_3(env):
    question.report(env, 2)


@test_case(name='4. softmax of large scores', points=1.5)
def test_4(env):
    question.report(env, 3)


@test_case(name='5. gradient of dsoftmax_dz', points=5)
def test_5(env):
    question.report(env, 4)


@test_case(name='6. analytic of dsoftmax_dz', points=0)
def test_6(env):
    question.report(env, 5)


@test_case(name='7. pure of softmax, dsoftmax_dz', points=1)
def test_7(env):
    question.report(env, 6)
