(load (locate-user-emacs-file "kubelore.el") t t)
