/* Words of a sentence around a formula. */

export const PROSE = /^(?:if|for|otherwise|else|elsewhere|and|or|when|where|with|as|let|such|subject|is|are|given|all|on|then|unless|here|denotes?|so|that|we|of|have|the|by|be|this|which|thus|hence|therefore|note|from|using|each|every|over|case|cases|while|i\.e\.|e\.g\.|both|an|at|it|defined|follows|per|wise|element|elementwise|respectively|because|since|now|say|get|gives|yields|formula|equation|loss|update|computes?|definition)\b/i

/* Words that are names as well, where something is said of them: \text{loss} = …. */
const NAMES = /^(loss|update|formula|equation|definition|case|all)$/i

/* Whether a token is a word of prose; `next` is what follows it. */
export const isProseWord = ({ text, written }, next) => PROSE.test(written ?? text) && !(NAMES.test(text) && /^(rel|_)$/.test(next?.type))
