" Flexisip users
if exists('b:current_syntax')
  finish
endif

syntax match flexisipUsersVersion /\%1lversion:\d\+/
syntax match flexisipUsersComment /^\s*#.*$/
syntax match flexisipUsersName /^[^# \t@]\+@\S\+/
syntax match flexisipUsersSecret /\(clrtxt\|md5\|sha256\):\S*/ contains=flexisipUsersScheme
syntax match flexisipUsersScheme /\(clrtxt\|md5\|sha256\):/ contained

highlight default link flexisipUsersVersion PreProc
highlight default link flexisipUsersComment Comment
highlight default link flexisipUsersName Identifier
highlight default link flexisipUsersSecret String
highlight default link flexisipUsersScheme Keyword

let b:current_syntax = 'flexisip-users'
