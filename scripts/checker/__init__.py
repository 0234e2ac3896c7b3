"""The formula checker: what a page displays is parsed, evaluated and compared.

lexer → parser (grammar, names, atoms, structures) → tree
symbols, domains → drawing                          → values
evaluate (algebra, functions, calculus, chance, words) → numbers
statements, lints, oracle, compare, check            → a Verdict for every display
"""
