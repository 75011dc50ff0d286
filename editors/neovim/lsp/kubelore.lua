-- The configuration of Kubelore for vim.lsp.enable('kubelore'), Neovim 0.11 and newer.
return require('kubelore').defaults()
