;;; emacs.el --- what the Emacs under test has beside what kubelore setup has written  -*- lexical-binding: t; -*-

;; emacs_test.go asks these functions what there is to see, in the buffer that is shown.

;;; Code:

(require 'eglot)
(require 'flymake)

(setq make-backup-files nil
      eglot-confirm-server-initiated-edits nil
      inhibit-startup-screen t
      ;; emacsclient finds this Emacs, and no other.
      server-socket-dir (getenv "E2E_SOCKETS")
      server-name "s")
(require 'server)
(server-start)

(defun e2e-attached ()
  "What serves this buffer."
  (cond ((and (fboundp 'eglot-managed-p) (eglot-managed-p)) "eglot")
        ((bound-and-true-p lsp-managed-mode) "lsp-mode")
        (t "")))

(defun e2e-text ()
  "The text of this buffer."
  (buffer-substring-no-properties (point-min) (point-max)))

(defun e2e-messages ()
  "What Emacs said."
  (with-current-buffer (messages-buffer) (e2e-text)))

(defun e2e-problems ()
  "One line for each diagnostic of this buffer."
  (mapconcat (lambda (d)
               (format "%d %s" (line-number-at-pos (flymake-diagnostic-beg d)) (flymake-diagnostic-text d)))
             (flymake-diagnostics) "\n"))

(defun e2e-at (text)
  "Put the cursor on the first occurrence of TEXT."
  (goto-char (point-min))
  (let ((case-fold-search nil))
    (search-forward text))
  (goto-char (match-beginning 0)))

(defun e2e-card ()
  "What Eldoc or lsp-mode has written to its buffer."
  (let ((card (or (get-buffer "*lsp-help*") (bound-and-true-p eldoc--doc-buffer))))
    (if (buffer-live-p card)
        (with-current-buffer card (e2e-text))
      "")))

(defun e2e-act (title)
  "Choose the code action of this TITLE from those that are offered at the cursor."
  (let ((completing-read-function
         (lambda (_prompt choices &rest _)
           (or (seq-find (lambda (choice) (string-prefix-p title choice)) (all-completions "" choices))
               (error "There is no %s among %S" title (all-completions "" choices)))))
        (last-nonmenu-event ?\r)) ; or it opens a menu for the mouse
    (call-interactively (if (bound-and-true-p lsp-managed-mode) 'lsp-execute-code-action 'eglot-code-actions))))

(defun e2e-complete (label)
  "Accept what is called LABEL among the completions at the cursor, as menus of them do."
  (pcase-let* ((`(,start ,end ,table . ,more) (run-hook-with-args-until-success 'completion-at-point-functions))
               (all (all-completions (buffer-substring-no-properties start end) table (plist-get more :predicate)))
               (chosen (seq-find (lambda (it) (string-equal it label)) all)))
    (unless chosen
      (error "There is no %s among %S" label all))
    (delete-region start end)
    (goto-char start)
    (insert (substring-no-properties chosen))
    (funcall (plist-get more :exit-function) chosen 'finished)))

(defun e2e-place ()
  "The file of this buffer, and the line with the cursor."
  (concat (file-name-nondirectory (or buffer-file-name "")) ": "
          (buffer-substring-no-properties (line-beginning-position) (line-end-position))))

(provide 'e2e)
;;; emacs.el ends here
