/* What the worker loads with the first query. In the built site everything is in this one file
   (scripts/finishing/join_modules.py). */

export { SearchEngine } from "./fusion.js"
export { resultItems } from "./results.js"
