"""Is a formula true? What a page displays is parsed, evaluated and compared.

page_source            what stands on a page
reading/               LaTeX to trees: lexer → parser → statements; symbol list → domains
evaluating/            trees to numbers: inputs drawn from the domains, a rule for each kind of node
judging/               a page to a Verdict for every display: page → lints → draws → comparison
proving/               how we know that the checker is right: mutants, MathML read back
errors, tree, words    what all of them speak; verdicts is what everyone else reads

TOUR.md takes one formula through all of it.
"""
