/* Trees back to LaTeX: the paste in the page's letters. */

const LEVEL = { relation: 0, add: 1, neg: 1, mul: 2, dot: 2, had: 2, star: 2, big: 2, frac: 9 }
const SIGNS = { "≤": "\\le", "≥": "\\ge", "≠": "\\ne", "≈": "\\approx", "∝": "\\propto", "∼": "\\sim", "←": "\\gets", "→": "\\to", "∈": "\\in" }
const COMMANDS = /^(log|exp|sin|cos|tan|sinh|cosh|tanh|arcsin|arccos|arctan|max|min|det|sup|inf)$/

export function latex(tree, letters = {}) {
  const write = part => part ? written(part, write, letters) : ""
  return write(tree)
}

function written(tree, write, letters) {
  const { op, name, args } = tree
  const at = (part, level) => (LEVEL[part.op] ?? 9) < level ? `(${write(part)})` : write(part)
  const scripted = part => /^(letter|name|word|paren|number|sub)$/.test(part.op) ? write(part) : `(${write(part)})`
  switch (op) {
    case "number": return name
    case "letter": return letters[name] ?? name
    case "name": return tree.symbol.tree ? latex(tree.symbol.tree) : tree.symbol.key
    case "word": return COMMANDS.test(name) ? `\\${name}` : name.startsWith("arg") ? `\\operatorname*{${name}}` : `\\operatorname{${tree.written ?? name}}`
    case "order": case "paren": return `(${write(args[0])})`
    case "list": return tree.name === "[" ? `[${args.map(write).join(", ")}]` : `(${args.map(write).join(", ")})`
    case "relation": {
      const signs = name.split(" ")
      return args.map((arg, place) => (place ? `${SIGNS[signs[place - 1]] ?? signs[place - 1]} ` : "") + write(arg)).join(" ")
    }
    case "add": return args.map((arg, place) => place && arg.op !== "neg" ? `+ ${write(arg)}` : write(arg)).join(" ")
    case "neg": return `- ${at(args[0], 2)}`
    case "mul": return args.map(arg => at(arg, 2)).join(" ")
    case "dot": return args.map(arg => at(arg, 2)).join(" \\cdot ")
    case "star": case "had": return args.map(arg => at(arg, 3)).join(" \\odot ")
    case "frac": return `\\frac{${write(args[0])}}{${write(args[1])}}`
    case "root": return args[1] ? `\\sqrt[${write(args[1])}]{${write(args[0])}}` : `\\sqrt{${write(args[0])}}`
    case "pow": return `${scripted(args[0])}^{${write(args[1])}}`
    case "sup": return `${scripted(args[0])}^{(${write(args[1])})}`
    case "T": return `${scripted(args[0])}^\\top`
    case "prime": return `${write(args[0])}${"'".repeat(name)}`
    case "sub": return `${args[0].op === "call" || /^(name|letter|word)$/.test(args[0].op) ? write(args[0]) : `(${write(args[0])})`}_{${args.slice(1).map(write).join(args.slice(1).every(arg => arg.op === "letter") ? " " : ",")}}`
    case "call": return `${write(args[0])}(${args.slice(1).map((arg, place) => (place ? (name === place ? " \\mid " : ", ") : "") + write(arg)).join("")})`
    case "abs": return `\\lvert ${write(args[0])} \\rvert`
    case "norm": return `\\lVert ${write(args[0])} \\rVert_{${args[1] ? write(args[1]) : 2}}`
    case "floor": return `\\lfloor ${write(args[0])} \\rfloor`
    case "ceil": return `\\lceil ${write(args[0])} \\rceil`
    case "big": return big(tree, write, at)
    case "indicator": return `\\mathbb{1}[${args.map(write).join(", ")}]`
    case "mean": return `\\mathbb{E}[${write(args[0])}]`
    case "conditions": return args.map(write).join(", ")
    case "cases": return cases(tree, write)
    case "matrix": return `\\begin{bmatrix} ${args.map(row => row.args.map(write).join(" & ")).join(" \\\\ ")} \\end{bmatrix}`
    case "deriv": return `\\frac{\\partial ${args[0] ? write(args[0]) : ""}}{${args.slice(1).map(arg => `\\partial ${write(arg)}`).join(" ")}}`
    case "grad": return `\\nabla${args[1] ? `_{${write(args[1])}}` : ""}${name === 2 ? "^2" : ""} ${write(args[0])}`
    case "int": return `\\int_{${write(args[2])}}^{${write(args[3])}} ${write(args[0])} \\, d${write(args[1])}`
    case "lim": return `\\lim_{${write(args[1])} \\to ${write(args[2])}} ${write(args[0])}`
    case "before": return `${name === "<" ? "<" : "\\le"} ${write(args[0])}`
    case "otherwise": return "\\text{otherwise}"
    case "dots": return "\\ldots"
    default: return args.map(write).join(" ")
  }
}

function big({ name, args: [body, index, lower, upper, condition] }, write, at) {
  const sign = name === "sum" || name === "prod" ? `\\${name}` : name.startsWith("arg") ? `\\operatorname*{${name}}` : `\\${name}`
  const below = condition ? write(condition) : index ? lower ? `${write(index)}=${write(lower)}` : write(index) : ""
  return `${sign}${below ? `_{${below}}` : ""}${upper ? `^{${write(upper)}}` : ""} ${at(body, 2)}`
}

function cases({ name, args }, write) {
  const rows = args.slice(0, name).map((value, place) => {
    const condition = args[name + place]
    return `${write(value)} & ${condition.op === "otherwise" ? "\\text{otherwise}" : `\\text{if } ${write(condition)}`}`
  })
  return `\\begin{cases} ${rows.join(" \\\\ ")} \\end{cases}`
}
