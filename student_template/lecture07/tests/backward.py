"""Public tests of backward, for Otter: `otter check`, or `Notebook().check("backward")`.

They hold what students may see: public inputs and what is expected for them. Hidden checks use other sizes and values.
"""

from numpy import array, inf, nan
from otter.test_files import test_case
from otter_checks import Formula, Given, Question

OK_FORMAT = False

name = "backward"

FUNCTIONS = {
    'backward': ('x', 'y', 'Ws', 'W0s', 'fs', 'dfs'),
}

CASES = {
    'p1': {
        'sizes': {
            'L': 2,
            'n': [4, 3, 2],
        },
        'inputs': {
            'x': array([[0.445], [0.4648], [-0.2494], [-2.2013]]),
            'y': array([[-0.3878], [0.8127]]),
            'Ws': [array([[-0.9874, -1.3882, -1.235], [0.6445, 0.3973, 0.4995], [-0.1963, 0.5925, -0.1753], [-0.003, -1.3416, -0.8653]]), array([[-0.5435, -0.3941], [0.096, -0.3399], [1.5754, -0.0327]])],
            'W0s': [array([[-1.8353], [-1.066], [-0.0228]]), array([[-0.939], [1.23]])],
            'fs': [Given('tanh'), Given('tanh')],
            'dfs': [Given('dtanh'), Given('dtanh')],
        },
    },
}

CHECKS = [
    {
        'kind': 'shape',
        'cases': {
            ('backward', 'p1'): ('results', [('list', [('array', (4, 3), 'shape (n[l-1], n[l]) = (4, 3)'), ('array', (3, 2), 'shape (n[l-1], n[l]) = (3, 2)')]), ('list', [('array', (3, 1), 'shape (n[l], 1) = (3, 1)'), ('array', (2, 1), 'shape (n[l], 1) = (2, 1)')])]),
        },
    },
    {
        'kind': 'gradient',
        'part': 0,
        'cases': {
            ('backward', 'p1'): [(array([[-0.016962416195345553, 0.008149910084134918, 0.08654855557424163], [-0.017717148421565423, 0.008512535296867211, 0.09039948006945507], [0.009506576627234116, -0.004567612528052244, -0.04850608934879969], [0.08390868937261609, -0.040315499029676835, -0.42813333794511926]]), array([[7.591814122163714e-16, 3.6476290735088567e-16, 3.8736258967734474e-15], [7.929607199958864e-16, 3.8099280749818344e-16, 4.045980487236625e-15], [4.2548279597025405e-16, 2.0443116650182224e-16, 2.1709714576523547e-15], [3.755474253285164e-15, 1.804387838093269e-15, 1.916182626194919e-14]])), (array([[-0.7981964941289357, -0.02272167438695274], [0.7194358180417012, 0.020479651965514593], [0.7690531392022159, 0.021892071869203073]]), array([[3.636989611869426e-14, 1.0353151675992932e-15], [3.2781158723077334e-14, 9.331572113024855e-16], [3.504197649109462e-14, 9.97514253147408e-16]]))],
        },
    },
    {
        'kind': 'gradient',
        'part': 1,
        'cases': {
            ('backward', 'p1'): [(array([[-0.03811778920302372], [0.018314404683449255], [0.1944911361218913]]), array([[7.200832815878079e-16], [3.4597747929565436e-16], [3.674132694119705e-15]])), (array([[0.83329337801364], [0.02372075164861774]]), array([[2.7201164797453796e-14], [7.743156152897729e-16]]))],
        },
    },
    {
        'kind': 'analytic',
        'part': 0,
        'cases': {
            ('backward', 'p1'): [array([[-0.01696241619534554, 0.00814991008413492, 0.08654855557424158], [-0.017717148421565406, 0.008512535296867213, 0.09039948006945503], [0.009506576627234106, -0.004567612528052245, -0.048506089348799665], [0.08390868937261602, -0.04031549902967684, -0.42813333794511904]]), array([[-0.7981964941289356, -0.022721674386952696], [0.7194358180417012, 0.020479651965514552], [0.7690531392022159, 0.02189207186920303]])],
        },
    },
    {
        'kind': 'pure',
        'cases': {
            ('backward', 'p1'): None,
        },
    },
]

# What other exercises ask for is no misspelling of what this one does.
ELSEWHERE = (
    'WHY_NOT', 'WHY_ZERO', 'applicable_rules', 'both_orders', 'dA_dW', 'dA_dW0', 'dA_dW0j', 'dA_dZ',
    'dZ_dAprev', 'derivative', 'derivative_shape', 'dloss_dA', 'dloss_dW', 'dloss_dW0', 'dloss_dW0l',
    'dloss_dWjk', 'dloss_dWl', 'dloss_dZ', 'dsigmoid', 'dstep', 'forward', 'output_activation',
    'rules_agree', 'same_result', 'sgd_step', 'sigmoid', 'step', 'step_gradient', 'substitution_fits',
    'two_layers', 'zero_gradient_layers',
)

question = Question(FUNCTIONS, CASES, CHECKS, ELSEWHERE, seconds=2)


@test_case(name='1. shape of backward', points=1)
def test_1(env):
    question.report(env, 0)


@test_case(name='2. the gradients dWs', points=1)
def test_2(env):
    question.report(env, 1)


@test_case(name='3. the gradients dW0s', points=1)
def test_3(env):
    question.report(env, 2)


@test_case(name='4. analytic of backward', points=0)
def test_4(env):
    question.report(env, 3)


@test_case(name='5. pure of backward', points=0)
def test_5(env):
    question.report(env, 4)
