" Flexisip configuration
if exists('b:current_syntax')
  finish
endif

syntax match flexisipComment /^\s*#.*$/
syntax match flexisipSection /^\s*\[[^]]*\]/
syntax match flexisipKey /^\s*[^][#= \t][^=]\{-}\ze\s*=/ nextgroup=flexisipOperator skipwhite
syntax match flexisipOperator /=/ contained nextgroup=flexisipValue skipwhite
syntax match flexisipValue /.\+/ contained contains=flexisipBoolean,flexisipNumber
syntax keyword flexisipBoolean true false contained
syntax match flexisipNumber /\<\d\+\(ms\|min\|s\|h\|d\|y\|GB\|MB\|KB\)\?\>/ contained

highlight default link flexisipComment Comment
highlight default link flexisipSection Title
highlight default link flexisipKey Identifier
highlight default link flexisipOperator Operator
highlight default link flexisipValue String
highlight default link flexisipBoolean Boolean
highlight default link flexisipNumber Number

let b:current_syntax = 'flexisip-conf'
