"""The grammar in tables: binding powers, brackets, and the words that take an argument.

    statement  = side (relation side)*
    side       = sum
    sum        = product (("+" | "-") product)*
    product    = factor (("·" | "×" | "⊙" | "/" | nothing) factor)*
    factor     = "-" product | atom script*
    atom       = number | name | word argument | bracket | bars | \\frac | \\sqrt | \\sum … | matrix

Nothing between two factors binds tighter than a sign, so `W x \\odot y` is `(W x) ⊙ y`.
"""

SUM, PRODUCT, JUXTAPOSED = 10, 20, 30

OPERATORS = {
    "+": SUM, "-": SUM, ".": PRODUCT, "x": PRODUCT, "o": PRODUCT, "@": PRODUCT, "/": PRODUCT,
    "∘": PRODUCT, "mod": PRODUCT, "∖": SUM, "∩": SUM, "∪": SUM,
}  # fmt: skip

SETS = {"∖", "∩", "∪"}

CLOSER = {"(": ")", "[": "]", "{": "}", "‖": "‖", "|": "|", "⌊": "⌋", "⌈": "⌉", "⟨": "⟩"}

# Words that read the next factor where no bracket follows: `\log x`, `\cos\theta`.
PREFIX_WORDS = {
    "log", "ln", "exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan",
    "arsinh", "arcosh", "artanh", "det", "tr", "rank", "diag", "vec", "sign", "sgn", "logdet",
}  # fmt: skip
INTEGRALS = {"\\int": 1, "\\iint": 2, "\\iiint": 3}  # over how many variables
BIG = {"\\sum": "sum", "\\prod": "prod"}
EXTREMES = {"max", "min", "argmax", "argmin", "sup", "inf"}
# What the law of a random variable tells: no display defines it.
OF_LAWS = {"Var", "Cov", "Pr", "entropy", "information", "KL"}
MATRICES = {"bmatrix", "pmatrix", "matrix", "vmatrix", "Bmatrix"}
PROSE = {
    "if", "for", "otherwise", "else", "and", "or", "when", "where", "with", "as", "let", "such",
    "subject", "s.t.", "is", "given", "all", "on", "in", "then", "unless",
}  # fmt: skip
