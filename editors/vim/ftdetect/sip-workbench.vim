" Files of SIP servers, and SIP traces. sip_notify.conf and pjsip_notify.conf are other files.
autocmd BufNewFile,BufRead sip.conf,sip_[^n]*.conf,sip_nat*.conf,sip-*.conf setfiletype sip-conf
autocmd BufNewFile,BufRead pjsip.conf,pjsip_[^n]*.conf,pjsip.*.conf,pjsip-*.conf setfiletype pjsip-conf
autocmd BufNewFile,BufRead opensips*.cfg,*.opensips.cfg,opensips*.cfg.m4,opensips*.cfg.in set filetype=opensips-cfg
autocmd BufNewFile,BufRead flexisip*.conf,flexisip.conf.* setfiletype flexisip-conf
autocmd BufNewFile,BufRead userdb*.txt,users*.db.txt set filetype=flexisip-users
autocmd BufNewFile,BufRead *.sip,*.siptrace,*.sip.log setfiletype sip-trace
