-- Writes to ink.txt what stands in a TeX box, one line each: `formula glyph <index> <size> <y>` and
-- `formula rule <kind> <bottom> <top>`, in points above the baseline of the box.

local POINT = 65536
local RULES = { [19] = "fraction", [28] = "root" } -- by the subtype of the list that holds the rule

local output = io.open("ink.txt", "w")

local function say(...) output:write(table.concat({ ... }, " "), "\n") end

local function walk(formula, box, baseline)
  local vertical = box.id == node.id("vlist")
  local y = vertical and baseline + box.height or baseline
  for item in node.traverse(box.list) do
    local kind = node.type(item.id)
    local boxed = kind == "hlist" or kind == "vlist"
    if vertical and (boxed or kind == "rule") then y = y - item.height end
    if boxed then
      walk(formula, item, vertical and y or y - item.shift)
    elseif kind == "glyph" then
      local shape = font.getfont(item.font)
      say(formula, "glyph", shape.characters[item.char].index, shape.size / POINT, (y + item.yoffset) / POINT)
    elseif kind == "rule" and RULES[box.subtype] then
      say(formula, "rule", RULES[box.subtype], (y - item.depth) / POINT, (y + item.height) / POINT)
    elseif vertical and kind == "kern" then
      y = y - item.kern
    elseif vertical and kind == "glue" then
      y = y - node.effective_glue(item, box)
    end
    if vertical and (boxed or kind == "rule") then y = y - item.depth end
  end
end

function measure(formula) walk(formula, tex.box[0], 0) end
