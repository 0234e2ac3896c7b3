"""The letters that a browser draws for those that MathML holds."""


def italic(letter: str) -> str:
    """The mathematical italic of a letter, as a lone one in `<mi>` is drawn."""
    if "a" <= letter <= "z":
        return "ℎ" if letter == "h" else chr(0x1D44E + ord(letter) - ord("a"))
    if "A" <= letter <= "Z":
        return chr(0x1D434 + ord(letter) - ord("A"))
    if "α" <= letter <= "ω":
        return chr(0x1D6FC + ord(letter) - ord("α"))
    if "Α" <= letter <= "Ω":
        return chr(0x1D6E2 + ord(letter) - ord("Α"))
    variants = dict(zip("∂ϵϑϰϕϱϖ∇ıȷ", "𝜕𝜖𝜗𝜘𝜙𝜚𝜛𝛻𝚤𝚥", strict=True))
    return variants.get(letter, letter)
