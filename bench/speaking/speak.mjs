// Speaks MathML as speech-rule-engine does: a JSON list of MathML in, a list of sentences out.
// Its pauses are shown as commas and full stops: a product is told by one.
import { readFileSync } from "node:fs"
import engine from "speech-rule-engine"

await engine.setupEngine({ locale: "en", domain: "clearspeak", modality: "speech", markup: "punctuation" })
await engine.engineReady()
const displays = JSON.parse(readFileSync(0, "utf8"))
console.log(JSON.stringify(displays.map(mathml => engine.toSpeech(mathml))))
