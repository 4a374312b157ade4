" Asterisk sip.conf
if exists('b:current_syntax')
  finish
endif

syntax match sipConfEscape /\\;/
syntax region sipConfBlockComment start=/;--\ze\_[^-]/ end=/--;/ contains=sipConfBlockComment
syntax match sipConfComment /\(\\\)\@<!;\(--\_[^-]\)\@!.*$/
syntax match sipConfSection /^\s*\[[^];]*\]/ nextgroup=sipConfTemplates
syntax match sipConfTemplates /([^)]*)/ contained contains=sipConfTemplate
syntax match sipConfTemplate /[(,]\@<=[!+][,)]\@=/ contained
syntax match sipConfDirective /^\s*#\(include\|tryinclude\|exec\)\>/
syntax match sipConfOption /^\s*[^][#;=> \t][^=;>]\{-}\ze\s*\(=>\|+=\|=\)/ nextgroup=sipConfOperator skipwhite
syntax match sipConfOperator /=>\|+=\|=/ contained nextgroup=sipConfValue skipwhite
syntax match sipConfValue /[^;]\+/ contained contains=sipConfEscape,sipConfBoolean,sipConfNumber,sipConfAddress
syntax keyword sipConfBoolean yes no true false on off contained
syntax match sipConfNumber /\<\d\+\>/ contained
syntax match sipConfAddress /\<\d\{1,3}\(\.\d\{1,3}\)\{3}\(\/\d\+\(\.\d\+\)*\)\?/ contained

syntax sync fromstart

highlight default link sipConfEscape SpecialChar
highlight default link sipConfBlockComment Comment
highlight default link sipConfComment Comment
highlight default link sipConfSection Title
highlight default link sipConfTemplates Identifier
highlight default link sipConfTemplate StorageClass
highlight default link sipConfDirective PreProc
highlight default link sipConfOption Identifier
highlight default link sipConfOperator Operator
highlight default link sipConfValue String
highlight default link sipConfBoolean Boolean
highlight default link sipConfNumber Number
highlight default link sipConfAddress Constant

let b:current_syntax = 'sip-conf'
