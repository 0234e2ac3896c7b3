/* Letters that no reader wrote: each stands for a kind of density, or for the probabilities of numbered events. */

export const standIn = label => `\\mathcal{T}_{${label}}`

/* Whether a key, as letters are known by, is that of such a letter. */
export const isStandIn = key => key.startsWith("letter:\\mathcal{T}_")
