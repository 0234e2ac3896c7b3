// Answers of the comparison: { engine, formulas, pastes } on the standard input, answers on the output.
import { readFileSync } from "node:fs"

const { engine, formulas, pastes } = JSON.parse(readFileSync(0, "utf8"))
const { judge } = await import(engine)
const PATIENT = 20000  // milliseconds: what is told must not depend on how busy a machine is
const answers = pastes.map(paste => {
  const [started, used] = [performance.now(), process.cpuUsage()]
  const answer = judge(paste, { formulas, stop: () => performance.now() - started > PATIENT })
  return { ...answer, milliseconds: process.cpuUsage(used).user / 1000 }
})
process.stdout.write(JSON.stringify(answers))
