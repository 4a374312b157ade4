;;; sip-workbench.el --- SIP configurations and traces with a language server -*- lexical-binding: t; -*-

;; Works with eglot, which is included in Emacs 29 and later. `sip-workbench' must be in the PATH.
;; Copy this file to your load path, and add (require 'sip-workbench) to your init file.

;;; Code:

(require 'conf-mode)

(define-derived-mode sip-workbench-sip-conf-mode conf-mode "sip.conf"
  "Asterisk sip.conf."
  (setq-local comment-start "; ")
  (setq-local comment-start-skip ";+ *"))

(define-derived-mode sip-workbench-pjsip-conf-mode sip-workbench-sip-conf-mode "pjsip.conf"
  "Asterisk pjsip.conf.")

(define-derived-mode sip-workbench-opensips-mode prog-mode "OpenSIPS"
  "OpenSIPS script."
  (setq-local comment-start "# ")
  (setq-local comment-start-skip "#+ *")
  (setq-local tab-width 4))

(define-derived-mode sip-workbench-flexisip-mode conf-unix-mode "Flexisip"
  "Flexisip configuration.")

(define-derived-mode sip-workbench-flexisip-users-mode conf-unix-mode "Flexisip users"
  "Users file of Flexisip.")

(define-derived-mode sip-workbench-trace-mode text-mode "SIP Trace"
  "SIP messages and logs.")

(defconst sip-workbench--languages
  '((sip-workbench-sip-conf-mode . "sip-conf")
    (sip-workbench-pjsip-conf-mode . "pjsip-conf")
    (sip-workbench-opensips-mode . "opensips-cfg")
    (sip-workbench-flexisip-mode . "flexisip-conf")
    (sip-workbench-flexisip-users-mode . "flexisip-users")
    (sip-workbench-trace-mode . "sip-trace"))
  "The modes, and the server's IDs for their languages.")

(dolist (entry '(("/sip\\(?:[_-][^/]*\\)?\\.conf\\'" . sip-workbench-sip-conf-mode)
                 ("/pjsip\\(?:[_.-][^/]*\\)?\\.conf\\'" . sip-workbench-pjsip-conf-mode)
                 ("/\\(?:pj\\)?sip_notify\\.conf\\'" . conf-mode)
                 ("/\\(?:[^/]*\\.\\)?opensips[^/]*\\.cfg\\(?:\\.m4\\|\\.in\\)?\\'" . sip-workbench-opensips-mode)
                 ("/flexisip\\(?:[^/]*\\.conf\\|\\.conf\\.[^/]*\\)\\'" . sip-workbench-flexisip-mode)
                 ("/user\\(?:db[^/]*\\|s[^/]*\\.db\\)\\.txt\\'" . sip-workbench-flexisip-users-mode)
                 ("\\.\\(?:sip\\|siptrace\\|sip\\.log\\)\\'" . sip-workbench-trace-mode)))
  (add-to-list 'auto-mode-alist entry))

(with-eval-after-load 'eglot
  (defvar eglot-server-programs)
  (dolist (language sip-workbench--languages)
    (add-to-list 'eglot-server-programs
                 `((,(car language) :language-id ,(cdr language)) . ("sip-workbench" "lsp" "--stdio")))))

(provide 'sip-workbench)
;;; sip-workbench.el ends here
