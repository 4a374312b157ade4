" OpenSIPS script
if exists('b:current_syntax')
  finish
endif

syntax keyword opensipsStatement if else while for in switch case default break exit drop return
syntax keyword opensipsRoute route branch_route failure_route onreply_route error_route local_route startup_route timer_route event_route
syntax keyword opensipsModule loadmodule modparam mpath
syntax keyword opensipsInclude include_file import_file
syntax keyword opensipsBoolean yes no true false on off
syntax match opensipsFunction /\<[a-z_]\w*\ze\s*(/ contains=opensipsStatement,opensipsRoute,opensipsModule
syntax match opensipsNumber /\<\d\+\>/
syntax match opensipsOperator /[=!]=\|[=!]\~\|[<>]=\?\|&&\|||\|:=/
syntax match opensipsVariable /\$\$\?\(\w\+\)\?\(([^()]*\(([^()]*)[^()]*\)*)\)\?/
syntax match opensipsEscape /\\./ contained
syntax region opensipsString start=/"/ skip=/\\./ end=/"/ contains=opensipsVariable,opensipsEscape
syntax region opensipsString start=/'/ skip=/\\./ end=/'/ contains=opensipsEscape
syntax match opensipsComment /#.*$/
syntax match opensipsPreprocessor /^\s*#\?!!\?\(define\|ifdef\|ifndef\|else\|endif\|substdef\?\|subst\)\>.*$/
syntax region opensipsComment start=/\/\*/ end=/\*\//

syntax sync fromstart

highlight default link opensipsStatement Statement
highlight default link opensipsRoute Keyword
highlight default link opensipsModule PreProc
highlight default link opensipsInclude Include
highlight default link opensipsBoolean Boolean
highlight default link opensipsFunction Function
highlight default link opensipsNumber Number
highlight default link opensipsOperator Operator
highlight default link opensipsVariable Identifier
highlight default link opensipsEscape SpecialChar
highlight default link opensipsString String
highlight default link opensipsComment Comment
highlight default link opensipsPreprocessor PreProc

let b:current_syntax = 'opensips-cfg'
