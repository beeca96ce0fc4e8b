// Links from places in the source to the reader's own editor. They are off until the
// reader writes an address on the about page, which stays in this browser, in localStorage
// under "sourcedive.editor": {"address": "vscode://file{root}/src/{file}:{line}", "root": "/usr/local/go"}.
//
//   .js-editor   the form of the about page
//   .js-place    file and line of a declaration
//   .js-file     the file of a page of source, whose line is that of the address
(function () {
	"use strict";

	var KEY = "sourcedive.editor";

	/** @return {?{address: string, root: string}} what the reader wrote, or null */
	function kept() {
		try {
			var v = JSON.parse(localStorage.getItem(KEY));
			return v && typeof v.address === "string" && typeof v.root === "string" && !fault(v.address) ? v : null;
		} catch (e) { return null; }
	}

	/** What is wrong with an address, "" for nothing. An address never runs a script. */
	function fault(address) {
		var scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address);
		if (!scheme) return "An address begins with a scheme, as in vscode://.";
		if (/^(javascript|data|vbscript|blob|about)$/i.test(scheme[1])) return "This scheme opens no editor.";
		if (address.indexOf("{file}") < 0) return "The address has no {file} in it.";
		return "";
	}

	/** The address of a line of a file below src. */
	function address(choice, file, line) {
		var parts = { root: choice.root.replace(/\/+$/, "").replace(/\\/g, "/"), file: file, line: String(line) };
		return choice.address.replace(/\{(root|file|line)\}/g, function (_, name) { return encodeURI(parts[name]).replace(/[?#]/g, encodeURIComponent); });
	}

	function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); }

	function links() {
		all(".js-in-editor").forEach(function (a) { a.parentNode.remove(); });
		var choice = kept();
		if (!choice) return;
		all(".js-place, .js-file").forEach(function (e) {
			var at = /^(.*?)(?::(\d+))?$/.exec(e.textContent.trim());
			var line = /^#L(\d+)/.exec(location.hash);
			var span = sourcedive.el("span"), a = sourcedive.el("a", "js-in-editor", "Open in editor");
			a.href = address(choice, at[1], line ? line[1] : at[2] || 1);
			span.appendChild(a);
			document.querySelector("p.facts").appendChild(span);
		});
	}

	function form(f) {
		var says = f.querySelector("output"), choice = kept();
		if (choice) {
			f.elements.address.value = choice.address;
			f.elements.root.value = choice.root;
		}
		function say(text) { says.textContent = text; }
		f.hidden = false;
		f.addEventListener("submit", function (event) {
			event.preventDefault();
			var to = f.elements.address.value.trim(), wrong = fault(to);
			f.elements.address.setAttribute("aria-invalid", String(!!wrong));
			if (wrong) return say(wrong);
			try {
				localStorage.setItem(KEY, JSON.stringify({ address: to, root: f.elements.root.value.trim() }));
				say("Switched on: " + address(kept(), "runtime/proc.go", 1));
			} catch (e) { say("This browser keeps nothing for this page."); }
		});
		f.addEventListener("reset", function () {
			try { localStorage.removeItem(KEY); } catch (e) { /* nothing is kept */ }
			f.elements.address.removeAttribute("aria-invalid");
			say("Switched off.");
		});
	}

	all(".js-editor").forEach(form);
	links();
	window.addEventListener("hashchange", links);
})();
