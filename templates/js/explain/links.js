// Where functions are read: in the version that the text is from, if the site has it,
// else in this one.
(function () {
	"use strict";

	const x = window.sourcedive.explain;
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	const lists = new Map(); // version → id → address, "" for the one that the rule gives

	/** The scripts explain/names.js call this; site/pages/explain.go writes them. */
	window.sourcedive.explainNames = function (version, text) {
		const names = new Map();
		let last = "";
		for (const row of text.split("\n")) {
			const tab = row.indexOf("\t"), name = tab < 0 ? row : row.slice(0, tab);
			last = last.slice(0, digits.indexOf(name[0])) + name.slice(1);
			names.set(last, tab < 0 ? "" : row.slice(tab + 1));
		}
		lists.set(version, names);
	};

	const minorOf = (v) => { const m = /^go1\.(\d+)/.exec(v); return m ? Number(m[1]) : -1; };
	const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;

	/** Pasted text as it may be shown: what is hidden, or turns the writing, is an escape. */
	x.safe = (s) => String(s).replace(hidden, (c) => c === "\t" ? c : "\\u" + c.codePointAt(0).toString(16).padStart(4, "0"));

	/** Links for an answer. versions are the site's own first, then the others, newest first. */
	x.newLinks = function (root, versions, done) {
		const own = versions[0];
		return {
			choose(go, next) {
				const low = minorOf(go.low), high = minorOf(go.high), fits = (v) => low >= 0 && minorOf(v) >= low && minorOf(v) <= high;
				this.version = versions.find(fits) || own;
				this.exact = low < 0 || fits(this.version);
				this.base = this.version === own ? root : new URL("../" + this.version + "/", root).href;
				if (lists.has(this.version)) return next();
				const s = document.createElement("script");
				s.src = this.base + "assets/explain/names.js";
				s.onload = s.onerror = () => next();
				document.head.append(s);
			},
			/** The address of a function's page, or of a line of it; "" if it has none. */
			fn(id, line) {
				const names = lists.get(this.version);
				const at = names && names.get(id);
				if (at === undefined) return "";
				const dot = id.indexOf(".", id.replace(/\(.*/, "").lastIndexOf("/") + 1);
				const page = at || "func/" + id.slice(0, dot).replaceAll("%2e", ".") + "/" + id.slice(dot + 1).replace(/\(\*|\)|\[\.\.\.\]/g, "") + ".html";
				return this.base + page + (line > 0 && this.exact && !page.includes("#") ? "#L" + line : "");
			},
			done,
		};
	};

	/** Makes an element; children are elements or texts. */
	x.el = function (tag, className, ...children) {
		const e = document.createElement(tag);
		if (className) e.className = className;
		for (const c of children.flat(Infinity)) if (c !== null && c !== "") e.append(typeof c === "object" ? c : x.safe(c));
		return e;
	};

	x.link = function (href, text, className) {
		if (href === "") return x.el("span", className, text);
		const a = x.el("a", className, text);
		a.href = href;
		return a;
	};

	x.button = function (text, act) {
		const b = x.el("button", "", text);
		b.type = "button";
		b.addEventListener("click", act);
		return b;
	};
})();
