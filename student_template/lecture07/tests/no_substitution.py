"""Public tests of no_substitution, for Otter: `otter check`, or `Notebook().check("no_substitution")`.

They hold what students may see: public inputs and what is expected for them. Hidden checks use other sizes and values.
"""

from numpy import array, inf, nan
from otter.test_files import test_case
from otter_checks import Formula, Given, Question

OK_FORMAT = False

name = "no_substitution"

FUNCTIONS = {
    'dA_dW': ('x', 'n'),
    'substitution_fits': ('m', 'n'),
}

CASES = {
    'p1': {
        'sizes': {
            'm': 4,
            'n': 3,
        },
        'inputs': {
            'x': array([[1.1625], [-1.1504], [-1.2359], [1.12]]),
            'm': 4,
            'n': 3,
        },
    },
    'p2': {
        'sizes': {
            'm': 3,
            'n': 1,
        },
        'inputs': {
            'x': array([[0.6853], [-0.5449], [1.4473]]),
            'm': 3,
            'n': 1,
        },
    },
    'p3': {
        'sizes': {
            'm': 2,
            'n': 2,
        },
        'inputs': {
            'x': array([[0.3796], [0.7112]]),
            'm': 2,
            'n': 2,
        },
    },
    'p4': {
        'sizes': {
            'm': 1,
            'n': 2,
        },
        'inputs': {
            'x': array([[-0.3474]]),
            'm': 1,
            'n': 2,
        },
    },
}

CHECKS = [
    {
        'kind': 'shape',
        'cases': {
            ('dA_dW', 'p1'): ('array', (4, 3, 3), 'shape (m, n, n) = (4, 3, 3)'),
            ('dA_dW', 'p2'): ('array', (3, 1, 1), 'shape (m, n, n) = (3, 1, 1)'),
            ('dA_dW', 'p3'): ('array', (2, 2, 2), 'shape (m, n, n) = (2, 2, 2)'),
            ('dA_dW', 'p4'): ('array', (1, 2, 2), 'shape (m, n, n) = (1, 2, 2)'),
        },
    },
    {
        'kind': 'gradient',
        'cases': {
            ('dA_dW', 'p1'): (array([[[1.1625, 0.0, 0.0], [0.0, 1.1625, 0.0], [0.0, 0.0, 1.1625]], [[-1.1504, 0.0, 0.0], [0.0, -1.1504, 0.0], [0.0, 0.0, -1.1504]], [[-1.2359, 0.0, 0.0], [0.0, -1.2359, 0.0], [0.0, 0.0, -1.2359]], [[1.12, 0.0, 0.0], [0.0, 1.12, 0.0], [0.0, 0.0, 1.12]]]), array([[[1.1800084718873091e-14, 6.0475434184224595e-15, 1.1578833130394222e-14], [9.735069893070301e-15, 8.112558244225252e-15, 1.1578833130394222e-14], [9.735069893070301e-15, 6.0475434184224595e-15, 1.3643847956197013e-14]], [[1.1677262331691704e-14, 5.984596944991998e-15, 1.1458313662972485e-14], [9.633741423645655e-15, 8.028117853038046e-15, 1.1458313662972485e-14], [9.633741423645655e-15, 5.984596944991998e-15, 1.3501834571018533e-14]], [[1.2545139530370112e-14, 6.4293840093146815e-15, 1.2309918164175672e-14], [1.0349740112555342e-14, 8.624783427129453e-15, 1.2309918164175672e-14], [1.0349740112555342e-14, 6.4293840093146815e-15, 1.450531758199044e-14]], [[1.1368683772161604e-14, 5.826450433232822e-15, 1.1155520951433573e-14], [9.379164112033323e-15, 7.815970093361103e-15, 1.1155520951433573e-14], [9.379164112033323e-15, 5.826450433232822e-15, 1.3145040611561854e-14]]])),
            ('dA_dW', 'p2'): (array([[[0.6853]], [[-0.5449]], [[1.4473]]]), array([[[1.0457897348617428e-14]], [[8.315348409837497e-15]], [[2.2086261247123892e-14]]])),
            ('dA_dW', 'p3'): (array([[[0.3796, 0.0], [0.0, 0.3796]], [[0.7112, 0.0], [0.0, 0.7112]]]), array([[[3.0633273695457318e-15, 1.5008438936092716e-15], [2.389022313309397e-15, 2.1751489498456066e-15]], [[5.739300382563026e-15, 2.8119077374470864e-15], [4.475955398381568e-15, 4.0752527216285446e-15]]])),
            ('dA_dW', 'p4'): (array([[[-0.3474, 0.0], [0.0, -0.3474]]]), array([[[1.8816059821347153e-15, 1.2644996161270683e-15], [1.2644996161270683e-15, 1.8816059821347153e-15]]])),
        },
    },
    {
        'kind': 'choice',
        'among': (True, False),
        'cases': {
            ('substitution_fits', 'p1'): False,
            ('substitution_fits', 'p2'): True,
            ('substitution_fits', 'p3'): False,
            ('substitution_fits', 'p4'): False,
        },
    },
    {
        'kind': 'analytic',
        'cases': {
            ('dA_dW', 'p1'): array([[[1.1625, 0.0, 0.0], [0.0, 1.1625, 0.0], [0.0, 0.0, 1.1625]], [[-1.1504, 0.0, 0.0], [0.0, -1.1504, 0.0], [0.0, 0.0, -1.1504]], [[-1.2359, 0.0, 0.0], [0.0, -1.2359, 0.0], [0.0, 0.0, -1.2359]], [[1.12, 0.0, 0.0], [0.0, 1.12, 0.0], [0.0, 0.0, 1.12]]]),
            ('dA_dW', 'p2'): array([[[0.6853]], [[-0.5449]], [[1.4473]]]),
            ('dA_dW', 'p3'): array([[[0.3796, 0.0], [0.0, 0.3796]], [[0.7112, 0.0], [0.0, 0.7112]]]),
            ('dA_dW', 'p4'): array([[[-0.3474, 0.0], [0.0, -0.3474]]]),
        },
    },
    {
        'kind': 'pure',
        'cases': {
            ('dA_dW', 'p1'): None,
            ('dA_dW', 'p2'): None,
            ('dA_dW', 'p3'): None,
            ('dA_dW', 'p4'): None,
        },
    },
]

question = Question(FUNCTIONS, CASES, CHECKS, seconds=2)


@test_case(name='1. shape of dA_dW', points=2)
def test_1(env):
    question.report(env, 0)


@test_case(name='2. gradient of dA_dW', points=2)
def test_2(env):
    question.report(env, 1)


@test_case(name='3. choice of substitution_fits', points=2)
def test_3(env):
    question.report(env, 2)


@test_case(name='4. analytic of dA_dW', points=0)
def test_4(env):
    question.report(env, 3)


@test_case(name='5. pure of dA_dW', points=0)
def test_5(env):
    question.report(env, 4)
