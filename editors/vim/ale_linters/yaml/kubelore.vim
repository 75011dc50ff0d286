" Kubelore for ALE: diagnostics, hover, completion, definition, rename and fixes in
" YAML files.

call ale#Set('yaml_kubelore_executable', 'kubelore')

" The root is the folder above the file with .kubelore.yaml, or with .git, or its own.
function! ale_linters#yaml#kubelore#Root(buffer) abort
  let l:settings = ale#path#FindNearestFile(a:buffer, '.kubelore.yaml')
  if !empty(l:settings)
    return fnamemodify(l:settings, ':h')
  endif
  let l:git = ale#path#FindNearestDirectory(a:buffer, '.git')
  if !empty(l:git)
    return fnamemodify(l:git, ':h:h')
  endif
  return expand('#' . a:buffer . ':p:h')
endfunction

call ale#linter#Define('yaml', {
\   'name': 'kubelore',
\   'lsp': 'stdio',
\   'executable': {b -> ale#Var(b, 'yaml_kubelore_executable')},
\   'command': '%e serve',
\   'project_root': function('ale_linters#yaml#kubelore#Root'),
\})
