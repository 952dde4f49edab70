"""What lesson 05 says, its losses as its cells define them, and rows to try them on."""

from functools import partial
from types import SimpleNamespace

import keras
import nbformat
import numpy as np
from scipy.special import softmax

from tests.solutions.facts import SOLUTIONS, sentences

LESSON = "05_cost_matrix"
Y = np.array([0, 2, 1, 1])
ONE_HOT = np.eye(3)[Y]
LOGITS = np.array([[0.5, 0.0, -1.0], [2.0, 0.0, 1.0], [0.0, 3.0, 0.0], [0.1, 0.2, 0.3]])
P = softmax(LOGITS, axis=1)
C = np.array([[0.0, 1.0, 4.0], [2.0, 0.0, 6.0], [9.0, 3.0, 0.0]])
SAID = {
    "slope": ("predict-mask", "minus 1 at the true class: `p - one_hot`"),
    "constant": ("mask-read", "to the gradient the mask is a constant factor"),
    "no say": ("mask-read", "no other price is looked up"),
    "two causes": ("dead-rows", "a right answer may be free or cost something"),
    "right rows": ("blind-intro", "With zeros on the diagonal every row that is right is dead"),
    "ten times": ("decide-read", "unless another class is at least ten times as probable"),
    "bias": ("bias-intro", r"add $\ln w_j$ to the logit of each class, and the argmax decides"),
    "bool": ("web-read", "In TensorFlow 2.21 a float times a bool is a bool"),
    "position": ("web-read", "In Keras 3 the third place belongs to `axis`"),
    "small matrix": ("web-read", "leaves the mask of all rows of the other five at 0"),
    "ties": ("web-read", "the loop above adds up the prices of them all"),
    "smoothing": ("web-read", "gives every wrong class a small target"),
    "logits": ("logits-read", "Logits that nobody announces raise no error either"),
    "backends": ("third-argument-intro", "so that it runs under every backend"),
    "three": ("third-argument-read", "With three arguments, `fit` stops"),
    "partial": ("third-argument-read", "trains, but can't be saved"),
    "closure": ("third-argument-read", "the file holds only its name, `loss`"),
    "without its loss": ("third-argument-read", "To predict, load with `compile=False`"),
    "handed over": ("third-argument-read", '`custom_objects={"loss": closure(...)}`'),
    "softmax": ("expected-cost-gradient", r"each other $p_m$ shrinks by $p_m \, p_j \, \delta$"),
    "corner": ("surfaces-read", "sure and wrong has hardly any gradient under this loss"),
    "arrays": ("loss-config", "It has no NumPy arrays"),
    "32 bits": ("loss-from-config", "is 0.10000000149"),
    "late": ("mended-intro", "looks `matrix` up when it is called, not when it is made"),
    "order": (
        "mended-intro",
        "Keras calls a loss with the targets first, then the network's outputs",
    ),
    "swapped": ("mended-intro", "a transposed matrix once more"),
    "inherited": ("forgetful-read", "in place of the marked line: then ours is inherited"),
    "no config": ("forgetful-read", "Keras's own `get_config` knows no prices"),
}


said = sentences(LESSON, SAID, "keras")


def executed(*cells):
    """Return what cells of the solved lesson define."""
    notebook = nbformat.read(SOLUTIONS / LESSON / f"{LESSON}.ipynb", as_version=4)
    sources = {cell.id: cell.source for cell in notebook.cells}
    space = {"np": np, "keras": keras, "ops": keras.ops, "partial": partial, "C": C}
    space |= {"check": SimpleNamespace(needs=lambda *names: None), "targets_test": ONE_HOT, "p": P}
    space |= {"tried": lambda function, *args, **arguments: None}
    for cell in cells:
        exec(sources[cell], space)
    return SimpleNamespace(**space)


LOSSES = executed("web-class", "web-mended", "third-argument")
CONFIGURED = executed("loss-config-solution", "loss-from-config-solution", "keras-loss")


def model_with(loss):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(3, activation="softmax")])
    model.compile("adam", loss, jit_compile=False)
    return model
