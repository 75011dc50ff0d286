package setup

// vscode writes nothing: the extension brings all that VS Code needs, the server too.
func (p *planner) vscode(opts Options) error {
	switch {
	case opts.Remove:
		p.plan.Command = []string{"code", "--uninstall-extension", "kubelore.kubelore"}
	case opts.Extension != "":
		p.plan.Command = []string{"code", "--install-extension", opts.Extension}
	default:
		p.note("VS Code needs the extension of Kubelore, which brings the server along. With the file for your system (.vsix):\n"+
			"    kubelore setup vscode --extension FILE.vsix\n"+
			"or choose \"Install from VSIX...\" in the menu of the Extensions view.",
			"VS Code には Kubelore の拡張機能が要る。サーバーも入っている。使っているシステム用のファイル (.vsix) を用意して次を実行する。\n"+
				"    kubelore setup vscode --extension FILE.vsix\n"+
				"拡張機能ビューのメニューの「VSIX からのインストール...」でもよい。")
	}
	return nil
}
