" Asterisk pjsip.conf, which is written like sip.conf
if exists('b:current_syntax')
  finish
endif
runtime! syntax/sip-conf.vim
let b:current_syntax = 'pjsip-conf'
