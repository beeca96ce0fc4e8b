// What a reader sees of the search: rows in groups under an input, with keys to move through
// them, in a dialog over any page and on search.html.
(function () {
	"use strict";

	/**
	 * root, el, load, forget and keys come from app.js, find and what belongs to it from engine.js,
	 * where its types are. This file adds openSearch(text), which opens the dialog.
	 * @type {{root: string, el: function(string, string=, string=): HTMLElement, keys: {on: function(): boolean, set: function(boolean): void},
	 *   find: function(string, number, function(?Found, string[]): void): void, prepareSearch: function(): void,
	 *   lower: function(string): string, longestQuery: number, openSearch: function(string): void}}
	 */
	var sourcedive = window.sourcedive, root = sourcedive.root, el = sourcedive.el;

	// Results

	/**
	 * Writes a text with the needles marked. In prose they are where a word starts with
	 * one, and up to its end where that is only an inflection.
	 */
	function mark(to, text, list, prose) {
		var low = sourcedive.lower(text), at = 0, plain = 0;
		while (at < text.length) {
			var hit = 0;
			if (!prose || at === 0 || !/\w/.test(low[at - 1])) {
				for (var i = 0; i < list.length && !hit; i++) if (low.startsWith(list[i], at)) hit = list[i].length;
			}
			if (!hit) { at++; continue; }
			if (prose) hit += /^[a-z]{0,3}(?!\w)|/.exec(low.slice(at + hit))[0].length;
			to.append(text.slice(plain, at), el("mark", "", text.slice(at, at + hit)));
			plain = at += hit;
		}
		to.append(text.slice(plain));
		return to;
	}

	function rowElement(row, list, id) {
		var a = el("a", "hit"), head = el("span", "head"), code = el(row.group === "Symbols" || row.group === "Source" ? "code" : "b");
		var place = row.file ? row.file + (row.line ? ":" + row.line : "") : "";
		a.href = root + row.url;
		a.id = id;
		a.setAttribute("role", "option");
		a.setAttribute("aria-selected", "false");
		if (row.group === "Source") place = "package " + row.pkg;
		head.append(mark(code, row.title, list, false), " ", el("em", "", row.kind), " ", el("small", "", place));
		a.append(head);
		if (row.lead) a.append(" ", mark(el("span", "lead"), row.lead, list, true));
		return a;
	}

	var boxes = 0, FIRST = 10, MORE = 40;

	/**
	 * Results under an input. A list is replaced as a whole, and only when all of the
	 * new one is here: rows that are shown never move.
	 * @param {{changed: Function, eager: boolean, more: boolean}} options
	 */
	function box(input, found, options) {
		var prefix = "find" + boxes++, status = el("p", "status"), list = el("div", "hits"), asked = 0, shown = "", rows = 0, active = -1, waiting = false;
		status.setAttribute("role", "status");
		list.id = prefix;
		list.setAttribute("role", "listbox");
		list.setAttribute("aria-label", "Results");
		var more = el("button", "", "Show more");
		more.type = "button";
		more.hidden = true;
		more.addEventListener("click", function () {
			var number = asked, had = rows, first = hits().length;
			sourcedive.find(shown, had + MORE, function (out, parts) {
				if (number !== asked) return;
				if (!out) return failed(parts);
				add(out, had);
				status.textContent = count(out);
				hits()[first].focus({ preventScroll: true });
			});
		});
		found.append(status, list, more);
		input.setAttribute("role", "combobox");
		input.setAttribute("aria-autocomplete", "list");
		input.setAttribute("aria-controls", prefix);
		input.setAttribute("aria-expanded", "false");
		input.maxLength = sourcedive.longestQuery;

		function hits() { return list.querySelectorAll(".hit"); }

		function choose(n) {
			var all = hits();
			if (all[active]) all[active].setAttribute("aria-selected", "false");
			active = n;
			if (!all[n]) return void input.removeAttribute("aria-activedescendant");
			all[n].setAttribute("aria-selected", "true");
			input.setAttribute("aria-activedescendant", all[n].id);
			all[n].scrollIntoView({ block: "nearest" });
		}

		/**
		 * Adds the rows from one on, in groups under those that are shown. What there is to
		 * read comes first, unless the query is something that programs print.
		 */
		function add(out, from) {
			var groups = new Map(), read = out.rows.length && out.rows[0].group === "Messages" ? [] : out.readRows;
			if (read.length && from === 0) groups.set("To read", read);
			out.rows.slice(from).forEach(function (row) {
				if (read.some(function (r) { return r.url === row.url; })) return;
				if (!groups.has(row.group)) groups.set(row.group, []);
				groups.get(row.group).push(row);
			});
			groups.forEach(function (rows, name) {
				var group = el("div"), title = el("h2", "", name);
				title.id = prefix + "-" + sourcedive.lower(name).replace(/ /g, "-") + from;
				group.setAttribute("role", "group");
				group.setAttribute("aria-labelledby", title.id);
				title.setAttribute("role", "presentation");
				group.append(title);
				list.append(group);
				rows.forEach(function (row) { group.append(rowElement(row, out.marks, prefix + "-" + hits().length)); });
			});
			rows = out.rows.length;
			more.hidden = !options.more || out.total <= rows;
		}

		function show(out) {
			list.textContent = "";
			add(out, 0);
			input.setAttribute("aria-expanded", String(out.rows.length > 0));
			active = -1;
			choose(options.eager && out.rows.length ? 0 : -1);
		}

		function count(out) {
			if (out.total === 0) return out.near.length ? "Nothing has all of that. The nearest names:" : "Nothing is found.";
			if (out.total === 1) return "1 result";
			return out.total + " results" + (out.total > out.rows.length ? "; the best " + out.rows.length + " are shown" : "");
		}

		/** The rows of what a query without results may have meant. */
		function nearest(out, number) {
			sourcedive.find(out.near.join(" ") + " ", 8, function (near) {
				if (number !== asked || !near) return;
				near.marks = out.marks;
				status.textContent = count(out);
				show(near);
			});
		}

		function failed(parts) {
			var again = el("button", "", "Try again");
			again.type = "button";
			again.addEventListener("click", function () { shown = ""; search(); input.focus(); });
			status.textContent = "A part of the search index did not load, or is damaged (" + parts.slice(0, 3).join(", ") + "). ";
			status.append(again);
			waiting = false;
		}

		function search() {
			var text = input.value.slice(0, 1000), number = ++asked;
			if (options.changed) options.changed(text.trim());
			if (!text.trim()) {
				list.textContent = status.textContent = shown = "";
				more.hidden = true;
				waiting = false;
				input.setAttribute("aria-expanded", "false");
				return choose(-1);
			}
			if (text === shown) return;
			waiting = true;
			var slow = setTimeout(function () { if (number === asked) status.textContent = "Searching…"; }, 150);
			sourcedive.find(text, FIRST, function (out, parts) {
				clearTimeout(slow);
				if (number !== asked) return;
				if (!out) return failed(parts);
				shown = text;
				if (!out.total && out.near.length) nearest(out, number);
				else {
					status.textContent = count(out);
					show(out);
				}
				if (waiting === "go") go();
				waiting = false;
			});
		}

		function go() {
			var to = hits()[Math.max(active, 0)];
			if (to) location.href = to.href;
		}

		input.addEventListener("input", search);
		input.addEventListener("keydown", function (event) {
			var n = hits().length;
			if (event.isComposing || event.altKey) return;
			if (event.key === "ArrowDown" || event.key === "ArrowUp") {
				event.preventDefault();
				if (n) choose((active + (event.key === "ArrowDown" ? 1 : active < 0 ? 0 : -1) + n) % n);
			} else if (event.key === "Enter" && (active >= 0 || options.eager)) {
				event.preventDefault();
				if (waiting) waiting = "go";
				else if (event.ctrlKey || event.metaKey) open(hits()[Math.max(active, 0)].href);
				else go();
			}
		});
		return search;
	}

	/** A box to tick that switches the single-key shortcuts. */
	function keySwitch() {
		var label = el("label"), tick = el("input");
		tick.type = "checkbox";
		tick.checked = sourcedive.keys.on();
		tick.addEventListener("change", function () { sourcedive.keys.set(tick.checked); });
		label.append(tick, " The keys / and s open the search");
		return label;
	}

	// The dialog
	var dialog = null, input = null, ask = null;

	function makeDialog() {
		dialog = el("dialog", "finder");
		dialog.setAttribute("aria-label", "Search");
		var form = el("form", "find"), close = el("button", "", "Close"), found = el("div", "found"), foot = el("p", "foot");
		form.setAttribute("role", "search");
		input = el("input");
		input.type = "search";
		input.setAttribute("aria-label", "What to find");
		input.placeholder = "who wakes a parked goroutine";
		["autocomplete", "autocapitalize"].forEach(function (name) { input.setAttribute(name, "off"); });
		input.spellcheck = false;
		close.type = "button";
		close.addEventListener("click", function () { dialog.close(); });
		form.append(input, close);
		var more = el("a", "", "All results");
		more.href = root + "search.html";
		foot.append(more, keySwitch(), el("span", "", "kind:func  file:proc.go  pkg:runtime"));
		dialog.append(form, found, foot);
		ask = box(input, found, { eager: true, more: false, changed: function (text) { more.href = root + "search.html" + (text ? "?q=" + encodeURIComponent(text.slice(0, 400)) : ""); } });
		form.addEventListener("submit", function (event) { event.preventDefault(); });
		dialog.addEventListener("click", function (event) { if (event.target === dialog) dialog.close(); });
		document.body.append(dialog);
	}

	sourcedive.openSearch = function (text) {
		if (!dialog) makeDialog();
		if (!dialog.open) dialog.showModal();
		if (text) input.value = text.slice(0, sourcedive.longestQuery);
		input.focus();
		if (!text) input.select();
		sourcedive.prepareSearch();
		ask();
	};

	// The page
	var query = document.querySelector(".js-query");
	if (query) {
		var start = (new URLSearchParams(location.search).get("q") || "").slice(0, sourcedive.longestQuery);
		var search = box(query, document.querySelector(".js-results"), {
			eager: false, more: true,
			changed: function (text) { history.replaceState(null, "", location.pathname + (text ? "?q=" + encodeURIComponent(text.slice(0, 400)) : "")); }
		});
		document.querySelector(".js-keys").append(keySwitch());
		query.form.addEventListener("submit", function (event) { event.preventDefault(); search(); });
		query.value = start;
		query.focus();
		if (start) search();
	}
})();
