-- Kubelore starts by itself where this folder is on the runtime path. Whoever calls
-- setup() before has started it already; vim.g.loaded_kubelore keeps it from starting.
if not vim.g.loaded_kubelore then
  require('kubelore').setup()
end
