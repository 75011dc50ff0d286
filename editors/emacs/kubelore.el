;;; kubelore.el --- Kubernetes manifests with Kubelore  -*- lexical-binding: t; -*-

;; Starts Kubelore for YAML files, with Eglot or with lsp-mode.  It needs a YAML
;; mode: yaml-mode, or the yaml-ts-mode of Emacs 29 with its grammar.

;;; Code:

(defgroup kubelore nil
  "Kubernetes manifests with Kubelore."
  :group 'tools)

(defcustom kubelore-command '("kubelore")
  "The program that is the server, and its arguments."
  :type '(repeat string))

(defcustom kubelore-client 'auto
  "What starts the server when a YAML file is opened.
With `auto' it is lsp-mode if that is loaded by then, and Eglot otherwise."
  :type '(choice (const auto) (const eglot) (const lsp-mode) (const :tag "nothing" nil)))

(defvar eglot-server-programs)
(declare-function eglot-ensure "eglot")
(declare-function lsp-deferred "lsp-mode")
(declare-function lsp-register-client "lsp-mode")
(declare-function lsp-stdio-connection "lsp-mode")
(declare-function make-lsp-client "lsp-mode")

;; Eglot runs one server in a buffer: the first that fits.
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               (cons '(yaml-mode yaml-ts-mode) (lambda (&rest _) kubelore-command))))

;; lsp-mode runs this one beside its other YAML servers.
(with-eval-after-load 'lsp-mode
  (lsp-register-client
   (make-lsp-client
    :new-connection (lsp-stdio-connection (lambda () kubelore-command))
    :major-modes '(yaml-mode yaml-ts-mode) ; lsp-mode 8 has another word for their language than "yaml"
    :add-on? t
    :server-id 'kubelore)))

(defun kubelore-ensure ()
  "Start Kubelore for the file of this buffer."
  (when buffer-file-name
    (pcase (if (eq kubelore-client 'auto)
               (if (featurep 'lsp-mode) 'lsp-mode 'eglot)
             kubelore-client)
      ('eglot (if (fboundp 'eglot-ensure)
                  (eglot-ensure)
                (message "Kubelore needs Eglot: M-x package-install RET eglot")))
      ('lsp-mode (lsp-deferred)))))

(add-hook 'yaml-mode-hook #'kubelore-ensure)
(add-hook 'yaml-ts-mode-hook #'kubelore-ensure)

(provide 'kubelore)
;;; kubelore.el ends here
