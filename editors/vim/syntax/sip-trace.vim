" SIP messages and logs
if exists('b:current_syntax')
  finish
endif

syntax match sipTraceRequest /^[A-Z]\{3,12} \(sips\?\|tel\):\S\+ SIP\/2\.0\r\?$/ contains=sipTraceMethod,sipTraceVersion
syntax match sipTraceMethod /^[A-Z]\{3,12}/ contained
syntax match sipTraceStatus /^SIP\/2\.0 \d\{3}.*$/ contains=sipTraceVersion,sipTraceSuccess,sipTraceFailure
syntax match sipTraceVersion /SIP\/2\.0/ contained
syntax match sipTraceSuccess /\<[12]\d\d\>.*$/ contained
syntax match sipTraceFailure /\<[3-6]\d\d\>.*$/ contained
syntax match sipTraceHeader /^[A-Za-z][A-Za-z0-9-]*\ze\s*:\( \|$\)/
syntax match sipTraceUri /\<\(sips\?\|tel\):[^ >;"]\+/
syntax match sipTraceBody /^[a-z]=.*$/
syntax match sipTraceMarker /^<---.*--->$/

highlight default link sipTraceMethod Statement
highlight default link sipTraceVersion Type
highlight default link sipTraceSuccess Constant
highlight default link sipTraceFailure WarningMsg
highlight default link sipTraceHeader Identifier
highlight default link sipTraceUri Underlined
highlight default link sipTraceBody Special
highlight default link sipTraceMarker Comment

let b:current_syntax = 'sip-trace'
