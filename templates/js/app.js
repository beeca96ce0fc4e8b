// What every page can do with JavaScript; without it every page can still be read.
//   theme     a button that goes through system, light, dark
//   lines     #L10 and #L10-L20, shift-click for a range
//   ages      the button that shows since when each line of a function is there
//   copy      buttons for code and for file:line
//   editor    loads the links to the reader's own editor, if there are to be any
//   place     the part of a long page that is in sight: marked in the rail, and its name
//             under the header
//   print     folded parts are opened on paper
//   cards     signature and first sentence of the name under pointer or focus
//   search    the input in the header, and the keys that open the dialog
//
// Data arrives as classic scripts that call sourcedive.cards, because pages from the disk
// can load nothing else.

/**
 * What the card of a name shows: kind, declaration, first sentence or "", place.
 * @typedef {[string, string, string, string]} Card
 */
(function () {
	"use strict";

	/**
	 * What scripts share, as properties of window.sourcedive. This file adds:
	 *   root           address of the version's first folder
	 *   el             makes an element with a class and a text
	 *   load, forget   loads a script once, by its name in the assets folder or its address;
	 *                  lets it be loaded again
	 *   keys           whether the single-key shortcuts are on
	 *   cards          takes the cards of a shard, by "package name"
	 * js/search/ui.js adds openSearch, which opens the dialog.
	 * @type {{root: string, el: function(string, string=, string=): HTMLElement,
	 *   load: function(string, function(boolean): void): void, forget: function(string): void,
	 *   keys: {on: function(): boolean, set: function(boolean): void},
	 *   cards: function((number|string), Object<string, Card>): void, openSearch: ?function(string): void}}
	 */
	var sourcedive = window.sourcedive = {};
	var assets = document.currentScript.src.replace(/[^/]*$/, "");
	var stamp = document.currentScript.src.replace(/^[^?]*/, "");
	var root = new URL("..", assets).href;

	function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); }

	function el(tag, className, text) {
		var e = document.createElement(tag);
		if (className) e.className = className;
		if (text !== undefined) e.textContent = text;
		return e;
	}

	/** Loads a script of this site once; done gets whether it came. */
	var loads = {};
	function load(name, done) {
		var l = loads[name];
		if (l && l.state === "done") return done(true);
		if (l && l.state === "busy") return void l.waiting.push(done);
		l = loads[name] = { state: "busy", waiting: [done] };
		var s = el("script");
		s.src = new URL(name, assets).href + stamp;
		s.onload = s.onerror = function (event) {
			l.state = event.type === "load" ? "done" : "failed";
			l.waiting.forEach(function (f) { f(l.state === "done"); });
		};
		document.head.appendChild(s);
	}

	// Theme
	all("header > button").forEach(function (button) {
		var order = ["system", "light", "dark"];
		function show(theme) {
			button.textContent = theme[0].toUpperCase() + theme.slice(1);
			button.setAttribute("aria-label", "Theme: " + theme + ", change");
		}
		var now = document.documentElement.dataset.theme || "system";
		show(now);
		button.addEventListener("click", function () {
			now = order[(order.indexOf(now) + 1) % order.length];
			if (now === "system") delete document.documentElement.dataset.theme;
			else document.documentElement.dataset.theme = now;
			try { localStorage.setItem("sourcedive.theme", now); } catch (e) { /* not kept */ }
			show(now);
		});

		// Links in code have no lines below them, unless one asks for them.
		var lines = document.createElement("button"), root = document.documentElement.classList;
		lines.className = "underline";
		lines.append(document.createElement("u"));
		lines.firstChild.textContent = "a";
		lines.title = "Underline links in code";
		lines.setAttribute("aria-label", lines.title);
		function press() { lines.setAttribute("aria-pressed", root.contains("always")); }
		press();
		lines.addEventListener("click", function () {
			var always = root.toggle("always");
			try { localStorage.setItem("sourcedive.links", always ? "always" : ""); } catch (e) { /* not kept */ }
			press();
		});
		button.after(lines);
	});

	// Lines. They are too many for the tab order; the names in them stay in it.
	var lines = all(".src a[id], .src i[id], .src .o");
	lines.forEach(function (a) { if (a.href) a.tabIndex = -1; });
	var first = 0;

	function range() {
		var m = /^#L(\d+)(?:-L(\d+))?$/.exec(location.hash);
		return m && [Math.min(m[1], m[2] || m[1]), Math.max(m[1], m[2] || m[1])];
	}

	function markLines(scroll) {
		all(".src .on").forEach(function (a) { a.classList.remove("on"); });
		var r = range();
		if (!r) return;
		for (var n = r[0]; n <= r[1]; n++) {
			var a = document.getElementById("L" + n);
			if (a) a.classList.add("on");
		}
		var start = document.getElementById("L" + r[0]);
		if (start && scroll) start.scrollIntoView({ block: "center" });
	}

	document.addEventListener("click", function (event) {
		var a = event.target.closest && event.target.closest(".src a[id], .src i[id]");
		if (!a || event.ctrlKey || event.metaKey) return;
		var n = +a.id.slice(1);
		event.preventDefault();
		if (event.shiftKey && first) {
			history.replaceState(null, "", "#L" + Math.min(first, n) + "-L" + Math.max(first, n));
			getSelection().removeAllRanges();
		} else {
			first = n;
			history.replaceState(null, "", "#L" + n);
		}
		markLines(false);
	});
	window.addEventListener("hashchange", function () { markLines(true); });
	markLines(true);

	// The release since which each line of a function is there, in front of its number.
	all(".js-ages").forEach(function (button) {
		button.addEventListener("click", function () {
			var on = button.getAttribute("aria-pressed") !== "true";
			button.setAttribute("aria-pressed", String(on));
			var ages = [];
			button.dataset.ages.split(" ").forEach(function (run) {
				var part = run.split("*");
				for (var n = Number(part[1] || 1); n > 0; n--) ages.push(part[0]);
			});
			all("#source ~ .js-code .src a[id], #source ~ .js-code .src a.o").forEach(function (number, i) {
				number.closest(".src").classList.toggle("ages", on);
				number.classList.toggle("old", ages[i] === button.dataset.old);
				if (ages[i]) number.dataset.age = ages[i][0] === "v" ? ages[i] : "1." + ages[i];
			});
		});
	});

	// Copy
	function copyButton(text, label) {
		var b = el("button", "copy", "Copy");
		b.type = "button";
		b.setAttribute("aria-label", label);
		b.addEventListener("click", function () {
			var report = function (word) { b.textContent = word; setTimeout(function () { b.textContent = "Copy"; }, 1200); };
			if (!navigator.clipboard) return void report(copyOld(text()) ? "Copied" : "Failed");
			navigator.clipboard.writeText(text()).then(function () { report("Copied"); }, function () { report("Failed"); });
		});
		return b;
	}

	function copyOld(text) {
		var area = el("textarea");
		area.value = text;
		document.body.appendChild(area);
		area.select();
		var ok = document.execCommand("copy");
		area.remove();
		return ok;
	}

	all(".js-code").forEach(function (code) {
		code.appendChild(copyButton(function () {
			var pre = code.querySelector("pre").cloneNode(true);
			pre.querySelectorAll("a[id], i[id], .o, .rk").forEach(function (a) { a.remove(); });
			return pre.textContent;
		}, "Copy this code"));
	});
	all(".js-place").forEach(function (place) {
		place.parentNode.appendChild(copyButton(function () { return place.textContent; }, "Copy " + place.textContent));
	});

	// Links to the reader's editor, where they are switched on or can be.
	var editor = document.querySelector(".js-editor");
	try { editor = editor || localStorage.getItem("sourcedive.editor"); } catch (e) { /* none is kept */ }
	if (editor) load("editor.js", function () {});

	// Place. Parts are the targets of the rail's links in order; a page of one declaration
	// has its heading only.
	function place() {
		var links = all(".js-on a[href^='#']"), parts = links.map(function (a) { return document.getElementById(decodeURIComponent(a.hash.slice(1))); });
		var decl = document.querySelector(".js-decl"), lanes = document.querySelector(".js-lanes");
		var bar = el("a", "here"), now = -2, due = false;
		bar.tabIndex = -1;
		bar.setAttribute("aria-hidden", "true");
		bar.hidden = true;

		function name(i) {
			if (i >= 0) return links[i].textContent;
			return decl && decl.getBoundingClientRect().bottom < 0 ? decl.textContent.replace(/\(.*/, "") : "";
		}

		/** The last part that begins above a third of the window, or -1. */
		function inSight() {
			var low = 0, high = parts.length;
			while (low < high) {
				var mid = low + high >> 1, p = parts[mid];
				if (p && p.getBoundingClientRect().top > innerHeight / 3) high = mid; else low = mid + 1;
			}
			return low - 1;
		}

		function mark(i) {
			if (links[now]) links[now].removeAttribute("aria-current");
			now = i;
			if (!links[i]) return;
			links[i].setAttribute("aria-current", "true");
			var box = links[i].closest(".rail > div"), r = links[i].getBoundingClientRect(), b = box.getBoundingClientRect();
			if (r.top < b.top || r.bottom > b.bottom) box.scrollTop += r.top - b.top - b.height / 3;
			if (lanes) here(parts[i].parentNode);
		}

		/** Marks the functions of a part of a story in the drawing beside it. */
		function here(part) {
			var names = Array.prototype.map.call(part.querySelectorAll("figcaption a:first-child"), function (a) { return a.textContent; });
			all(".js-lanes a").forEach(function (a) {
				a.classList.toggle("cur", names.indexOf(a.querySelector("text").firstChild.textContent) >= 0);
			});
		}

		function update() {
			due = false;
			var i = inSight();
			if (i !== now) mark(i);
			if (!document.querySelector(".page.func")) return;
			bar.textContent = name(i);
			bar.hidden = !bar.textContent || scrollY < 300;
			bar.href = links[i] ? links[i].hash : "#the-text";
		}
		if (!parts.length && !decl) return;
		document.querySelector("main").appendChild(bar);
		addEventListener("scroll", function () {
			if (!due) requestAnimationFrame(update);
			due = true;
		}, { passive: true });
		update();
	}
	if (matchMedia("(min-width: 78rem)").matches) all(".js-wide").forEach(function (d) { d.open = true; });
	place();

	// Print
	addEventListener("beforeprint", function () {
		all("main details:not([open])").forEach(function (d) {
			d.open = true;
			addEventListener("afterprint", function () { d.open = false; }, { once: true });
		});
	});

	// Cards
	var shards = 128, known = {}, card = null, owner = null, waiting = null, timer = 0;
	sourcedive.cards = function (n, data) { known[n] = data; };

	/** FNV-1a over UTF-8, as the builder spreads the cards. */
	function hash(key) {
		var bytes = new TextEncoder().encode(key), h = 0x811c9dc5;
		for (var i = 0; i < bytes.length; i++) h = Math.imul(h ^ bytes[i], 0x01000193) >>> 0;
		return h;
	}

	/** The "package name" of what a link is to, or "". */
	function keyOf(a) {
		var to = new URL(a.getAttribute("href"), location.href);
		if (to.href.indexOf(root) !== 0) return "";
		var path = decodeURIComponent(to.href.slice(root.length).replace(/[?#].*/, "")), id = decodeURIComponent(to.hash.slice(1));
		var m = /^(func|type)\/(.*)\/([^/]*)\.html$/.exec(path);
		if (m && m[1] === "type" && id.indexOf("f.") === 0) return m[2] + " " + m[3].replace(/~[A-Z]+\d*$/, "") + id.slice(1);
		if (m) return m[2] + " " + m[3].replace(/~[A-Z]+\d*$/, "");
		if (path === "glossary.html") return id;
		m = /^src\/(.*)\/[^/]*\.html$/.exec(path);
		return m && id && !/^L\d/.test(id) ? m[1] + " " + id.replace(/^sym-/, "") : "";
	}

	function hide() {
		clearTimeout(timer);
		if (card) card.remove();
		if (owner) owner.removeAttribute("aria-describedby");
		card = owner = waiting = null;
	}

	function show(a, data) {
		hide();
		owner = a;
		card = el("div", "card");
		card.id = "card";
		card.setAttribute("role", "tooltip");
		card.appendChild(el("code", "", data[1]));
		if (data[2]) card.appendChild(el("p", "", data[2]));
		card.appendChild(el("small", "", data[0] + " · " + data[3]));
		document.body.appendChild(card);
		var r = a.getBoundingClientRect(), c = card.getBoundingClientRect();
		var left = Math.max(8, Math.min(r.left, document.documentElement.clientWidth - c.width - 8));
		var above = r.bottom + c.height + 8 > innerHeight && r.top > c.height + 8;
		card.style.left = left + scrollX + "px";
		card.style.top = (above ? r.top - c.height - 6 : r.bottom + 6) + scrollY + "px";
		a.setAttribute("aria-describedby", "card");
	}

	function ask(a) {
		var key = keyOf(a);
		if (!key) return;
		var n = /^term-/.test(key) ? "terms" : hash(key) % shards;
		load("cards/" + n + ".js", function () {
			var data = known[n] && known[n][key];
			if (data && waiting === a) show(a, data);
		});
	}

	function over(event) {
		var a = event.target.closest && event.target.closest("main a[href]");
		if (card && card.contains(event.target)) return;
		if (a && (a === owner || a === waiting)) return;
		// A pointer over no name leaves the card of the focused one alone.
		if (event.type !== "focusin" && !a && (owner || waiting) && (owner || waiting) === document.activeElement) return;
		hide();
		if (a && !a.matches(".src a[id], .src .o")) {
			waiting = a;
			timer = setTimeout(function () { ask(a); }, event.type === "focusin" ? 0 : 250);
		}
	}

	// A page that scrolls under a resting pointer, as Tab makes it, sends pointerover
	// too; only a pointer that moved asks for a card or takes one away.
	var rest = "";
	document.addEventListener("pointermove", function (event) {
		var at = event.screenX + " " + event.screenY;
		if (event.pointerType !== "mouse" || at === rest) return;
		rest = at;
		over(event);
	});
	document.addEventListener("focusin", over);
	document.addEventListener("keydown", function (event) { if (event.key === "Escape") hide(); });

	// Search: the box in the header, Ctrl+K and two keys of their own open a dialog.
	// It comes with search.js, which is loaded when it is first asked for.
	var box = document.querySelector("header input[type=search]"), page = document.querySelector(".js-query");
	if (box) box.autocomplete = "off";
	sourcedive.root = root;
	sourcedive.el = el;
	sourcedive.load = load;
	sourcedive.forget = function (name) { delete loads[name]; };
	sourcedive.keys = {
		on: function () {
			try { return localStorage.getItem("sourcedive.keys") !== "off"; } catch (e) { return true; }
		},
		set: function (on) {
			try { localStorage.setItem("sourcedive.keys", on ? "on" : "off"); } catch (e) { /* not kept */ }
		}
	};

	function openSearch(text) {
		if (page) return page.focus();
		load("search.js", function (came) {
			if (came && sourcedive.openSearch) return sourcedive.openSearch(text);
			sourcedive.forget("search.js");
			location.href = root + "search.html" + (text ? "?q=" + encodeURIComponent(text) : "");
		});
	}

	/** Whether keys are typed into an element; one in a dialog that was closed just now still gets them. */
	function typing(e) { return !e.closest("dialog:not([open])") && (e.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(e.tagName)); }

	document.addEventListener("keydown", function (event) {
		if (event.defaultPrevented || event.altKey || event.shiftKey && event.key !== "/") return;
		var chord = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
		var key = !event.ctrlKey && !event.metaKey && (event.key === "/" || event.key === "s") && !typing(event.target) && sourcedive.keys.on();
		if (!chord && !key) return;
		event.preventDefault();
		hide();
		openSearch("");
	});
	if (box) {
		box.addEventListener("click", function () { openSearch(box.value); });
		box.addEventListener("input", function () { openSearch(box.value); });
	}
})();
