-- Kubelore in Neovim, from 0.7 on.
--
-- plugin/kubelore.lua calls setup(). On Neovim 0.11 that is no more than
-- vim.lsp.enable('kubelore'); on older versions it does what 0.11 does by itself:
-- start the server for each project once and attach it to the buffers of its file
-- types.

local M = {}

-- defaults returns a new table with what is used where setup() is told nothing.
function M.defaults()
  return {
    cmd = { 'kubelore' },
    filetypes = { 'yaml' },
    root_markers = { '.kubelore.yaml', '.git' },
  }
end

-- root returns the folder above the file that holds one of the markers; the
-- first marker that is found anywhere wins. Without any it is the file's folder.
local function root(file, markers)
  local start = vim.fn.fnamemodify(file, ':p:h')
  for _, marker in ipairs(markers) do
    local dir = start
    while true do
      if vim.loop.fs_stat(dir .. '/' .. marker) then
        return dir
      end
      local parent = vim.fn.fnamemodify(dir, ':h')
      if parent == dir then
        break
      end
      dir = parent
    end
  end
  return start
end

-- client_config returns what vim.lsp.start and vim.lsp.start_client take.
local function client_config(config, file)
  return {
    name = 'kubelore',
    cmd = config.cmd,
    root_dir = root(file, config.root_markers),
    settings = config.settings,
    init_options = config.init_options,
    capabilities = config.capabilities,
    handlers = config.handlers,
    on_attach = config.on_attach,
  }
end

-- Neovim 0.7 has no vim.lsp.start: clients are kept by root here, as it does.
local clients = {}

local function start_on_0_7(config, buffer)
  local id = clients[config.root_dir]
  if not (id and vim.lsp.get_client_by_id(id)) then
    local on_attach = config.on_attach
    config.on_attach = function(client, attached)
      vim.api.nvim_buf_set_option(attached, 'omnifunc', 'v:lua.vim.lsp.omnifunc')
      if on_attach then
        on_attach(client, attached)
      end
    end
    id = vim.lsp.start_client(config)
    clients[config.root_dir] = id
  end
  if id then
    vim.lsp.buf_attach_client(buffer, id)
  end
end

-- attach starts the server for a buffer, or attaches the one of its project.
local function attach(config, buffer)
  local file = vim.api.nvim_buf_get_name(buffer)
  if file == '' or vim.api.nvim_buf_get_option(buffer, 'buftype') ~= '' then
    return
  end
  local client = client_config(config, file)
  if vim.lsp.start then
    vim.lsp.start(client, { bufnr = buffer })
  else
    start_on_0_7(client, buffer)
  end
end

-- setup starts Kubelore for the files of its types, those already open
-- included. opts changes the defaults; it may also hold settings, init_options,
-- capabilities, handlers and on_attach, as vim.lsp knows them.
function M.setup(opts)
  vim.g.loaded_kubelore = true
  if vim.lsp.enable and vim.lsp.config then
    if opts then
      vim.lsp.config('kubelore', opts) -- over the defaults, which are in lsp/kubelore.lua
    end
    vim.lsp.enable('kubelore')
    return
  end
  local config = vim.tbl_deep_extend('force', M.defaults(), opts or {})
  local group = vim.api.nvim_create_augroup('kubelore', { clear = true })
  vim.api.nvim_create_autocmd('FileType', {
    group = group,
    pattern = config.filetypes,
    callback = function(event)
      attach(config, event.buf)
    end,
  })
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    local loaded = vim.api.nvim_buf_is_loaded(buffer)
    if loaded and vim.tbl_contains(config.filetypes, vim.api.nvim_buf_get_option(buffer, 'filetype')) then
      attach(config, buffer)
    end
  end
end

return M
