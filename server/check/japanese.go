package check

// What we say, in Japanese; see sentence. A text that matches two templates is
// translated by the one above.

// japaneseMessages are the whole messages.
var japaneseMessages = []sentence{
	// Characters, quotes, indentation.
	{"this is not UTF-8; save the file in that encoding", "UTF-8 ではない。ファイルを UTF-8 で保存する"},
	{"this character cannot be written in YAML; use an escape in double quotes", "この文字は YAML に書けない。二重引用符の中でエスケープする"},
	{`this escape does not exist; write \\ for a backslash, or use single quotes`, `このエスケープは存在しない。バックスラッシュは \\ と書くか、一重引用符を使う`},
	{"a value cannot start with {}; put it in quotes", "値は{0}で始められない。引用符で囲む"},
	{"a value in brackets cannot start with {}; put it in quotes", "括弧の中の値は{0}で始められない。引用符で囲む"},
	{"put a space before the # of a comment", "コメントの # の前にスペースを入れる"},
	{"indent with spaces; YAML does not allow tabs here", "インデントにはスペースを使う。YAML ではここにタブを使えない"},
	{"put spaces, not a tab, before this", "この前にはタブではなくスペースを置く"},
	{"indent this line more than the key that it belongs to", "この行は、属するキーより深くインデントする"},
	{"this line is not indented like the {word} it stands among; indent it by {} instead of {} columns", "周りの{0}とインデントが違う。{2}桁ではなく{1}桁にする"},
	{"this is nested too deeply", "入れ子が深すぎる"},

	// Keys and values.
	{"a key is followed by : and a space", "キーの後にはコロンとスペースが必要"},
	{"a key longer than 1,024 bytes must begin with ?", "1,024 バイトを超えるキーは ? で始める"},
	{"a key cannot stand behind another key on its line; start a new line or put the value in quotes", "同じ行に 2 つ目のキーは書けない。改行するか、値を引用符で囲む"},
	{"a key in a list must be on one line", "[ ] の中のキーは 1 行に書く"},
	{"start a mapping on a line of its own", "マッピングは新しい行から始める"},
	{"start a list on a line of its own", "リストは新しい行から始める"},
	{"a list item starts with - and a space", "リスト項目は - とスペースで始める"},
	{"a list item cannot stand among keys", "キーの並びにリスト項目は置けない"},
	{"put a space after the -", "- の後にスペースを入れる"},
	{"this does not belong to the value above; check its indentation", "上の値とつながらない。インデントを確認する"},
	{"this does not belong to the value before it; is a quote or a comma missing?", "前の値とつながらない。引用符かコンマが抜けていないか"},
	{"the text of a block scalar starts on the next line", "ブロックスカラーの本文は次の行から始める"},
	{"the first line must be indented as much as the blank lines above it", "最初の行は、上の空行と同じだけインデントする"},
	{"this line is indented less than the text above it", "上の本文よりインデントが浅い"},

	// Brackets.
	{"close this with }}", "これを }} で閉じる"},
	{"close this with {}", "これを{0}で閉じる"},
	{"close with {} what was opened before", "前に開いた括弧は{0}で閉じる"},
	{"this closes nothing; remove it, or the bracket above that closes too early", "対応する開き括弧がない。これを消すか、上で早く閉じすぎた括弧を消す"},
	{"there is nothing before this comma", "このコンマの前に何もない"},
	{"put a comma before this", "この前にコンマを入れる"},

	// Anchors, aliases, tags, directives.
	{"an anchor needs a name; put the value in quotes if & is part of it", "アンカーには名前が必要。& が値の一部なら引用符で囲む"},
	{"nothing above is marked with &{}; if this is text, put it in quotes", "これより上に &{0}がない。文字列なら引用符で囲む"},
	{"nothing above is marked with &{}", "これより上に &{0}がない"},
	{"an alias cannot have an anchor or a tag of its own", "エイリアスにアンカーやタグは付けられない"},
	{"an alias cannot stand inside what it names", "エイリアスは、それが指す値の中には置けない"},
	{"aliases make this document too large", "エイリアスを展開するとドキュメントが大きくなりすぎる"},
	{"a value can have only one {word}", "1 つの値に付けられる{0}は 1 つだけ"},
	{"a tag cannot hold brackets or commas", "タグに括弧やコンマは使えない"},
	{"no %TAG directive says what {} stands for", "{0}を定義する %TAG ディレクティブがない"},
	{"put --- between the directives and the document", "ディレクティブとドキュメントの間に --- を置く"},
	{"write %YAML 1.2, once in a document", "%YAML 1.2 をドキュメントに 1 回だけ書く"},
	{"nothing but a comment can follow ... on its line", "... と同じ行に続けられるのはコメントだけ"},

	// The settings file.
	{"the setting {}: {}", "設定 {0}: {1}"},

	// What kubectl's reader makes of a document.
	{"this is no {}; correct the value or remove the tag", "{0}として読めない。値を直すか、タグを消す"},
	{"infinity and not-a-number cannot be sent", "無限大と NaN は送信できない"},
	{"the key of an object must be a string, a number or a boolean", "オブジェクトのキーは文字列、数値、真偽値のいずれか"},
	{"only mappings can be merged", "マージできるのはマッピングだけ"},
	{"kubectl cannot read this: {}", "kubectl が読み取れない: {0}"},
	{"{q} is already set {word}; keep one of them", "{0}は{1}で設定済み。どちらかを残す"},
	{"this document has more problems than are shown", "このドキュメントの問題は多すぎて、すべては表示していない"},

	// What a resource is.
	{"a manifest is a mapping with apiVersion and kind", "マニフェストは apiVersion と kind を持つマッピング"},
	{"apiVersion and kind are missing, so nobody can tell what this is; write them first", "apiVersion と kind がなく、何のリソースか判断できない。まずこの 2 つを書く"},
	{"{} is missing; without it nobody can tell what this is", "{0}がない。これがないと何のリソースか判断できない"},
	{"{} has no value; without it nobody can tell what this is", "{0}に値がない。これがないと何のリソースか判断できない"},
	{"{} must be a string", "{0}には文字列が必要"},
	{"the definition of {} in this workspace serves {}, not {}", "このワークスペースにある{0}の定義が提供するのは{1}で、{2}ではない"},
	{"{} {} comes with {}; manifests here are written for {}", "{0}の{1}は{2}から使える。ここのマニフェストの対象は{3}"},
	{"{} cannot be created from a manifest", "{0}はマニフェストからは作成できない"},

	{"there is no {} to be ignored here", "ここには無視すべき{0}がない"},

	// Types of values.
	{"want a string, and {q} without quotes is {word}; put it in quotes", "文字列が必要だが、{0}は引用符がないと{1}として扱われる。引用符で囲む"},
	{"want a whole number; take the quotes away", "整数が必要。引用符を外す"},
	{"want a whole number, this has a fraction", "小数ではなく整数が必要"},
	{"want a whole number, this is {word}", "{0}ではなく整数が必要"},
	{"want {word}, this is {word}", "{1}ではなく{0}が必要"},
	{"{} does not fit into {} bits", "{0}は{1}ビットに収まらない"},
	{"{q} is no quantity; write one such as 500m, 2, 128Mi or 1Gi", "{0}は数量ではない。500m、2、128Mi、1Gi のように書く"},
	{"{q} is no quantity; did you mean {}?", "{0}は数量ではない。もしかして{1}か"},
	{"the API server drops this field without a word, unless the feature gate that it belongs to is turned on", "フィーチャーゲートを有効にしない限り、API サーバーはこのフィールドを黙って捨てる"},

	// Across files.
	{"the workspace has no {} {}, but others", "ワークスペースに{0}はあるが、{1}はない"},
	{"this file has another {} {} above; the one that is applied last replaces it", "このファイルの上の方にも{0}の{1}がある。後から適用されたものに置き換わる"},
	{"no port of this container is called {}, so the kubelet cannot find it", "このコンテナに{0}という名前のポートがないため、kubelet は見つけられない"},
	{"the container declares {}, but not port {}; is it a slip?", "このコンテナが宣言しているのは{0}で、ポート{1}ではない。書き間違いではないか"},
	{"Service {} is not headless, so the Pods get no DNS names of their own; it needs clusterIP: None", "Service {0}はヘッドレスではないため、Pod ごとの DNS 名ができない。clusterIP: None が必要"},
	{"port {} of {} {} is {}, this port of the Service is {}, so nothing arrives", "{1} {2}のポート{0}は{3}、Service のこのポートは{4}なので、届かない"},
	{"{} of {} Pods must stay, so a drain of a node never ends", "{1}個のうち{0}個の Pod を残す必要があるため、ノードの drain が終わらない"},
	{"no Pod may ever be evicted, so a drain of a node never ends", "Pod を 1 つも退避できないため、ノードの drain が終わらない"},
	{"container {} requests no {}, which ResourceQuota {} demands, so the Pod is refused", "コンテナ{0}に{1}のリクエストがない。ResourceQuota {2}が要求しているため、Pod は拒否される"},
	{"container {} has no limit of {}, which ResourceQuota {} demands, so the Pod is refused", "コンテナ{0}に{1}の上限がない。ResourceQuota {2}が要求しているため、Pod は拒否される"},
	{"this needs {} of {}, and ResourceQuota {} allows {} in the namespace", "{1}が{0}必要だが、ResourceQuota {2}がこの名前空間に許すのは{3}まで"},
	{"LimitRange {} allows no less than {} of {}, so the Pod is refused", "LimitRange {0}が許す{2}は{1}以上のため、Pod は拒否される"},
	{"LimitRange {} allows no more than {} of {}, so the Pod is refused", "LimitRange {0}が許す{2}は{1}までのため、Pod は拒否される"},
	{"LimitRange {} allows a limit of {} times the request of {} at most, so the Pod is refused", "LimitRange {0}が許す{2}の上限はリクエストの{1}倍までのため、Pod は拒否される"},
	{"container {} of {} {} requests no {}, of which this is a percentage, so nothing is scaled", "{1} {2}のコンテナ{0}に{3}のリクエストがなく、割合を計算できないため、スケールされない"},
	{"HorizontalPodAutoscaler {} sets the replicas; whenever this is applied, it is reset to {}", "レプリカ数は HorizontalPodAutoscaler {0}が決める。これを適用するたびに{1}に戻る"},
	{"PersistentVolume {} is of the storage class {q}, this claim of {q}, so they are never bound", "PersistentVolume {0}のストレージクラスは{1}、この要求は{2}なので、バインドされない"},
	{"PersistentVolume {} does not have the access mode {}, so they are never bound", "PersistentVolume {0}にアクセスモード{1}がないため、バインドされない"},
	{"nothing in the workspace uses the key {}, while others of this {} are used", "この{1}の他のキーは使われているが、キー{0}はワークスペースのどこからも使われていない"},
	{"a rule names resources by their plural: {}, not {}; as it is, it grants nothing", "リソースは複数形で書く。{1}ではなく{0}。このままでは何も許可しない"},
	{"{} is in the API group {}, not in those of this rule, so this grants nothing", "{0}の API グループは{1}で、このルールのグループにはないため、何も許可しない"},
}

// japaneseHeads are the messages that a tail may follow.
var japaneseHeads = []sentence{
	{"{} {} is deprecated since {}", "{0}の{1}は{2}から非推奨"},
	{"{} {} was removed in {} and is missing in {word}", "{0}の{1}は{2}で削除された。{3}にはない"},
	{"{} {} comes with {} and is missing in {word}", "{0}の{1}は{2}から使える。{3}にはない"},
	{"{} {} was removed in {}", "{0}の{1}は{2}で削除された"},
	{"{} does not serve {} by default; kube-apiserver needs --runtime-config={}=true", "Kubernetes {0}は既定では{1}を提供しない。kube-apiserver に --runtime-config={2}=true が必要"},
	{"there is no kind {} in {}", "{1}に{0}という kind はない"},
	{"there is no {} in {}", "{1}に{0}はない"},
	{"{word} has no field {q} in {word}", "{2}では{0}にフィールド{1}はない"},
	{"{word} has no field {q}", "{0}にフィールド{1}はない"},
	{"{q} is no value of {} in {word}", "{2}では{1}に{0}という値はない"},

	// Across files.
	{"the workspace has no {} {}", "ワークスペースに{0}の{1}はない"},
	{"{} {} has no {word} {}", "{0}の{1}に{2} {3}はない"},
	{"no port of this container is called {}", "このコンテナに{0}という名前のポートはない"},
	{"{} is not in {}, so nothing is scaled", "{0}は{1}にないため、何もスケールされない"},
	{"no Pod of the workspace has these labels, so the Service has no endpoints", "ワークスペースにこのラベルを持つ Pod がないため、Service のエンドポイントはない"},
	{"no Pod of the workspace has these labels, so the budget protects nothing", "ワークスペースにこのラベルを持つ Pod がないため、この PodDisruptionBudget は何も守らない"},
	{"no Pod of the workspace has these labels, so the policy has no effect", "ワークスペースにこのラベルを持つ Pod がないため、このポリシーは効果がない"},
}

// japaneseTails are what is added to a message. No other begins like one of them.
var japaneseTails = []sentence{
	{"; did you mean {}?", "。もしかして{0}か"},
	{"; it belongs {word}", "。書く場所は{0}"},
	{"; it is in {}", "。あるのは{0}"},
	{"; it comes with {}", "。使えるのは{0}から"},
	{"; it was removed in {}", "。{0}で削除された"},
	{"; since {} there is {} of {}", "。{0}からは{2}の{1}がある"},
	{"; since {} there is {}", "。{0}からは{1}がある"},
	{"; use {} of {}", "。代わりに{1}の{0}を使う"},
	{"; use {}", "。代わりに{0}を使う"},
	{"; there is {}", "。あるのは{0}"},
	{"; those of {} {} have {}", "。{0}の{1}の Pod は{2}を持つ"},
}

// japaneseWords are the phrases that are inserted.
var japaneseWords = []sentence{
	// Releases; see spoken.
	{"1.{} to 1.{} and 1.{} to 1.{}", "1.{0}から 1.{1}と 1.{2}から 1.{3}"},
	{"1.{} to 1.{} and 1.{}", "1.{0}から 1.{1}と 1.{2}"},
	{"1.{} and 1.{} to 1.{}", "1.{0}と 1.{1}から 1.{2}"},
	{"1.{} and 1.{}", "1.{0}と 1.{1}"},
	{"1.{} to 1.{}", "1.{0}から 1.{1}"},

	{"key", "キー"},
	{"port", "ポート"},
	{"container", "コンテナ"},
	{"template", "テンプレート"},
	{"a string", "文字列"},
	{"a number", "数値"},
	{"a number with a fraction", "小数"},
	{"a whole number", "整数"},
	{"a whole number or a string", "整数か文字列"},
	{"true or false", "true か false"},
	{"the boolean {}", "真偽値{0}"},
	{"a list", "リスト"},
	{"a mapping", "マッピング"},
	{"a mapping ({})", "マッピング({0})"},
	{"a quantity such as 500m or 128Mi", "500m や 128Mi のような数量"},
	{"a duration such as 1h30m", "1h30m のような時間の長さ"},
	{"a time such as 2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z のような時刻"},
	{"a time with microseconds such as 2026-01-31T12:00:00.000000Z", "2026-01-31T12:00:00.000000Z のようなマイクロ秒付きの時刻"},
	{"base64; plain text goes into stringData", "base64(平文は stringData に書く)"},
	{"read as {}", "{0}"},
	{"this", "ここ"},
	{"in {}", "{0}の中"},
	{"at the top", "最上位"},
	{"on this line", "この行"},
	{"one line above", "1 行上"},
	{"{} lines above", "{0}行上"},
	{"keys", "キー"},
	{"list items", "リスト項目"},
	{"keys of the list item", "リスト項目のキー"},
	{"anchor", "アンカー"},
	{"tag", "タグ"},
}

// japaneseTitles are the titles of fixes.
var japaneseTitles = []sentence{
	{"Change to {}", "{0}に変更"},
	{"Put it in quotes", "引用符で囲む"},
	{"Delete the comment", "コメントを消す"},
	{"Ignore this problem", "この問題を無視する"},
	{"Take the quotes away", "引用符を外す"},
}
