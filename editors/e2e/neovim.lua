-- What the Neovim under test has beside what kubelore setup has written: neovim_test.go types
-- the keys and asks these functions what there is to see. Each returns a string, as
-- --remote-expr prints it.

vim.opt.completeopt = { 'menuone', 'noinsert' } -- or a single match is written without a menu
e2e = {}

function e2e.version()
  local v = vim.version()
  return v.major .. '.' .. v.minor .. '.' .. v.patch
end

-- The names of the servers attached to the buffer that have answered initialize.
function e2e.attached()
  local names = {}
  local all = vim.lsp.get_clients and vim.lsp.get_clients({ bufnr = 0 }) or vim.lsp.buf_get_clients(0)
  for _, client in pairs(all) do
    if client.initialized ~= false and client.server_capabilities then
      names[#names + 1] = client.name
    end
  end
  return table.concat(names, ' ')
end

-- One line "line code message" for each diagnostic, lines from 1, in order.
function e2e.diagnostics()
  local found = vim.diagnostic.get(0)
  table.sort(found, function(a, b)
    return a.lnum < b.lnum or a.lnum == b.lnum and a.col < b.col
  end)
  local lines = {}
  for _, d in ipairs(found) do
    local code = d.code or d.user_data and d.user_data.lsp and d.user_data.lsp.code
    lines[#lines + 1] = (d.lnum + 1) .. ' ' .. tostring(code) .. ' ' .. d.message:gsub('\n', ' ')
  end
  return table.concat(lines, '\n')
end

-- hover puts the cursor on the first occurrence of word and asks for its hover.
function e2e.hover(word)
  vim.fn.cursor(1, 1)
  if vim.fn.search('\\V' .. word, 'c') == 0 then
    return 'not found: ' .. word
  end
  vim.lsp.buf.hover()
  return ''
end

-- at puts the cursor on the first occurrence of word.
local function at(word)
  vim.fn.cursor(1, 1)
  return vim.fn.search('\\V' .. word, 'c') > 0
end

-- definition goes to what the end of the first occurrence of word names.
function e2e.definition(word)
  if not at(word) then
    return 'not found: ' .. word
  end
  vim.fn.search('\\V' .. word, 'ce')
  vim.lsp.buf.definition()
  return ''
end

-- references asks who uses the first occurrence of word.
function e2e.references(word)
  if not at(word) then
    return 'not found: ' .. word
  end
  vim.fn.setqflist({})
  vim.lsp.buf.references({ includeDeclaration = false })
  return ''
end

-- rename gives the first occurrence of word another name.
function e2e.rename(word, name)
  if not at(word) then
    return 'not found: ' .. word
  end
  vim.lsp.buf.rename(name)
  return ''
end

-- Where the cursor is: "file: line".
function e2e.place()
  return vim.fn.expand('%:t') .. ': ' .. vim.fn.getline('.')
end

-- The entries of the quickfix list, as places.
function e2e.quickfix()
  local lines = {}
  for _, entry in ipairs(vim.fn.getqflist()) do
    lines[#lines + 1] = vim.fn.fnamemodify(vim.fn.bufname(entry.bufnr), ':t') .. ': ' .. entry.text
  end
  return table.concat(lines, '\n')
end

-- The text of a buffer, by the end of its name; empty if there is none.
function e2e.buffer(name)
  local number = vim.fn.bufnr(name .. '$')
  if number < 0 then
    return ''
  end
  return table.concat(vim.api.nvim_buf_get_lines(number, 0, -1, false), '\n')
end

local function float()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      return window
    end
  end
end

-- The text of the floating window, empty if there is none.
function e2e.float()
  local window = float()
  if not window then
    return ''
  end
  return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
end

function e2e.close_float()
  local window = float()
  if window then
    vim.api.nvim_win_close(window, true)
  end
  return ''
end

-- The labels in the completion menu that is open, one a line.
function e2e.menu()
  local labels = {}
  for _, item in ipairs(vim.fn.complete_info({ 'pum_visible', 'items' }).items or {}) do
    labels[#labels + 1] = item.abbr ~= '' and item.abbr or item.word
  end
  return vim.fn.pumvisible() == 1 and table.concat(labels, '\n') or ''
end

function e2e.text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
end

function e2e.messages()
  return vim.fn.execute('messages')
end

-- settled says that the server has checked the file that is open: it shows what is
-- wrong in it, or has answered a request behind the check.
function e2e.settled()
  local settled = ''
  vim.lsp.buf_request_sync(0, 'textDocument/hover', vim.lsp.util.make_position_params(0, 'utf-8'), 5000)
  settled = 'settled'
  return settled
end

-- card shows the hover of the word under the cursor as people have it in their own
-- configuration: with a border, wide enough to read.
function e2e.card()
  vim.lsp.buf.hover({ border = 'rounded', max_width = 100 })
end
