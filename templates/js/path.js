// The path finder: the shortest paths in the call graph from one function to another. The
// graph arrives as a classic script that calls sourcedive.graph; site/pages/path.go writes
// it, and paths are found as indexer/index/path.go finds them.

/**
 * The graph as written: names, a tab and an address where the rule in address() does not
 * hold, one a line; files likewise; the rest numbers as numbers() reads them.
 * @typedef {{names: string, files: string, count: string, outer: string, file: string, line: string,
 *   to: string, kind: string, site: string, elsewhere: string, by: string, fails: string}} Data
 *
 * A path is the list of its edges.
 * @typedef {number[]} Path
 */
(function () {
	"use strict";

	/**
	 * This file adds graph, which takes the data, and ways, which finds paths, in words, by the names of
	 * their ends; mask has a bit for each kind of edge.
	 * @type {{graph: function(Data): void, ways: function(string, string, number, number): string[][]}}
	 */
	var sourcedive = window.sourcedive = window.sourcedive || {};
	var self = document.currentScript.src;
	var assets = self.replace(/[^/]*$/, ""), stamp = self.replace(/^[^?]*/, "");
	var root = new URL("..", assets).href;
	var MOST = 3, OFFERED = 40, CALL = 0, SWITCH = 3, ELSEWHERE = 16, SWITCHER = 32;

	function one(selector) { return document.querySelector(selector); }

	function el(tag, className, text) {
		var e = document.createElement(tag);
		if (className) e.className = className;
		if (text !== undefined) e.textContent = text;
		return e;
	}

	function link(href, child) {
		var a = el("a");
		a.href = root + href;
		a.append(child);
		return a;
	}

	// The graph: columns by node and by edge; the edges that leave node n are
	// start[n] to start[n + 1], those that lead to it are into[enter[n]] and on.
	var g = null;

	/** Reads whole numbers of five bits a letter; the lowest bit is the sign. */
	var value = new Uint8Array(128);
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".split("").forEach(function (c, i) { value[c.charCodeAt(0)] = i; });
	function numbers(text) {
		var list = new Int32Array(text.length), n = 0, u = 0, shift = 0;
		for (var i = 0; i < text.length; i++) {
			var v = value[text.charCodeAt(i)];
			u |= (v & 31) << shift;
			shift += 5;
			if (v & 32) continue;
			list[n++] = u & 1 ? -(u >> 1) : u >> 1;
			u = shift = 0;
		}
		return list.subarray(0, n);
	}

	sourcedive.graph = function (d) {
		var count = numbers(d.count), file = numbers(d.file);
		g = { outer: numbers(d.outer), file: file, line: numbers(d.line), to: numbers(d.to), kind: numbers(d.kind), site: numbers(d.site) };
		g.ids = d.names.split("\n");
		g.files = d.files.split("\n");
		g.size = count.length;
		g.start = new Int32Array(g.size + 1);
		g.from = new Int32Array(g.to.length);
		g.where = new Int32Array(g.to.length); // file of the site
		g.by = new Int32Array(g.to.length).fill(-1);
		g.fails = new Set(numbers(d.fails)); // where a goroutine or the program fails
		unpack(count, numbers(d.elsewhere), numbers(d.by));
		turn();
		nameNodes();
	};

	/** Makes numbers that were counted from their neighbours stand for themselves. */
	function unpack(count, elsewhere, by) {
		var e = 0, other = 0, switcher = 0;
		for (var n = 0; n < g.size; n++) {
			var line = g.line[n];
			g.outer[n] = n - g.outer[n];
			if (n > 0) g.file[n] += g.file[n - 1];
			for (var end = e + count[n]; e < end; e++) {
				g.from[e] = n;
				g.to[e] += n;
				line = g.site[e] += line;
				g.where[e] = g.kind[e] & ELSEWHERE ? elsewhere[other++] : g.file[n];
				if (g.kind[e] & SWITCHER) g.by[e] = by[switcher++];
				g.kind[e] &= 15;
			}
			g.start[n + 1] = e;
		}
	}

	/** Lists the edges that lead to each node. */
	function turn() {
		g.enter = new Int32Array(g.size + 1);
		g.into = new Int32Array(g.to.length);
		for (var e = 0; e < g.to.length; e++) g.enter[g.to[e] + 1]++;
		for (var n = 0; n < g.size; n++) g.enter[n + 1] += g.enter[n];
		var next = g.enter.slice();
		for (e = 0; e < g.to.length; e++) g.into[next[g.to[e]]++] = e;
	}

	/** Splits names from addresses, and notes how each function may be called for. */
	function nameNodes() {
		g.at = [];
		g.byName = new Map();
		g.low = [];
		g.ids.forEach(function (row, n) {
			var cut = row.indexOf("\t"), id = cut < 0 ? row : row.slice(0, cut);
			g.ids[n] = id;
			g.at[n] = cut < 0 ? "" : row.slice(cut + 2);
			g.low[n] = id.toLowerCase();
			g.byName.set(id, n);
		});
		g.ids.forEach(function (id, n) {
			var plain = plainName(id);
			if (!g.byName.has(plain)) g.byName.set(plain, n);
		});
	}

	/** A name without pointers and type arguments: "runtime.mcache.nextFree". */
	function plainName(name) { return name.replace(/\(\*|\)|\[\.\.\.\]/g, ""); }

	/** The page of a function, by the rule that assets.go leaves out, or a line of a file. */
	function address(n) {
		if (g.outer[n] !== n) return lineOf(n, g.file[n], g.line[n]);
		if (g.at[n]) return g.at[n];
		var id = g.ids[n], cut = id.indexOf(".", id.replace(/\(.*/, "").lastIndexOf("/") + 1);
		return "func/" + id.slice(0, cut).replace(/%2e/g, ".") + "/" + plainName(id.slice(cut + 1)) + ".html";
	}

	/** A line of a function on its page, else in its file. */
	function lineOf(n, file, line) {
		var outer = g.outer[n], page = address(outer);
		if (file !== g.file[outer] || page.indexOf("#") >= 0) {
			var f = g.files[file].split("\t");
			page = f[1] || "src/" + f[0] + ".html";
		}
		return page + "#L" + line;
	}

	// Ways

	/**
	 * How far each function is from one, against the edges; -1 for those that do not lead there.
	 * Nothing leads through a function that is avoided.
	 */
	function distancesTo(to, mask, avoid) {
		var dist = new Int32Array(g.size).fill(-1), queue = new Int32Array(g.size), head = 0, tail = 1;
		dist[to] = 0;
		queue[0] = to;
		while (head < tail) {
			var s = queue[head++];
			if (s !== to && avoid.has(s)) continue;
			for (var i = g.enter[s]; i < g.enter[s + 1]; i++) {
				var e = g.into[i], from = g.from[e];
				if (dist[from] < 0 && mask & 1 << g.kind[e]) {
					dist[from] = dist[s] + 1;
					queue[tail++] = from;
				}
			}
		}
		return dist;
	}

	/**
	 * Up to some shortest ways as lists of edges, in order of their sites; through a panic or
	 * fatal error only where there is no other.
	 */
	function ways(from, to, mask, most) {
		var found = waysAround(from, to, mask, most, g.fails);
		return found.length ? found : waysAround(from, to, mask, most, new Set());
	}

	function waysAround(from, to, mask, most, avoid) {
		var dist = distancesTo(to, mask, avoid), found = [];
		function walk(s, way) {
			if (s === to) return void found.push(way);
			var seen = {};
			for (var e = g.start[s]; e < g.start[s + 1] && found.length < most; e++) {
				var t = g.to[e];
				if (dist[t] !== dist[s] - 1 || seen[t] || !(mask & 1 << g.kind[e]) || t !== to && avoid.has(t)) continue;
				seen[t] = true;
				walk(t, way.concat(e));
			}
		}
		if (from !== to && dist[from] > 0) walk(from, []);
		return found;
	}
	sourcedive.ways = function (from, to, mask, most) {
		return ways(g.byName.get(from), g.byName.get(to), mask, most).map(function (way) {
			return way.map(function (e) { return word[g.kind[e]] + " " + g.ids[g.to[e]] + " :" + g.site[e]; });
		});
	};

	// The page
	var form = one(".js-path"), status = one(".js-status"), shown = one(".js-paths");
	if (!form) return;
	var boxes = Array.prototype.slice.call(document.querySelectorAll(".js-kind"));
	var ends = [one(".js-from"), one(".js-to")], means = {}, word = {};
	boxes.forEach(function (b) { means[b.value] = b.dataset.means; word[b.value] = b.dataset.name; });

	function mask(every) {
		return boxes.reduce(function (m, b) { return every || b.checked ? m | 1 << b.value : m; }, 0);
	}
	function words(checked) {
		return boxes.filter(function (b) { return b.checked === checked; }).map(function (b) { return b.dataset.name; }).join(", ");
	}

	/** Lower is better; Infinity is no match. */
	function score(n, q) {
		var low = g.low[n], at = low.lastIndexOf(q);
		if (at < 0 || g.outer[n] !== n) return Infinity;
		var start = at === 0 || /[./)(*_]/.test(low[at - 1]), end = at + q.length === low.length;
		return (start && end ? 0 : start ? 1000 : end ? 1500 : 2000) + (low.indexOf("runtime.") === 0 ? 0 : 100) + low.length;
	}

	/** The functions that a name may mean, best first. */
	function matches(text, most) {
		var q = text.trim().toLowerCase().replace(/\s+/g, ""), hits = [];
		if (!q) return hits;
		for (var n = 0; n < g.size; n++) {
			var s = score(n, q);
			if (s < Infinity) hits.push([s, n]);
		}
		hits.sort(function (a, b) { return a[0] - b[0] || a[1] - b[1]; });
		return hits.slice(0, most).map(function (h) { return h[1]; });
	}

	/** The function of a name in full, without "runtime.", or the only one that ends so; -1 for none. */
	function resolve(text) {
		var name = text.trim(), n = g.byName.get(name);
		if (n === undefined) n = g.byName.get("runtime." + name);
		if (n !== undefined) return n;
		var best = matches(name, 2).filter(function (m) { return score(m, name.toLowerCase()) < 1000; });
		return best.length === 1 ? best[0] : -1;
	}

	function offer(input) {
		if (!g) return;
		var list = document.createDocumentFragment();
		matches(input.value || (g.byName.get("runtime.schedule") === undefined ? "." : "runtime."), OFFERED).forEach(function (n) {
			var o = el("option");
			o.value = g.ids[n];
			list.append(o);
		});
		input.list.replaceChildren(list);
	}

	function query(from, to, without) {
		var q = new URLSearchParams();
		if (from) q.set("from", from);
		if (to) q.set("to", to);
		if (without) q.set("without", without);
		q = q.toString();
		return location.pathname + (q ? "?" + q : "");
	}

	function find() {
		var from = ends[0].value.trim(), to = ends[1].value.trim(), without = words(false).replace(/ /g, "");
		history.replaceState(null, "", query(from, to, without));
		shown.textContent = status.textContent = "";
		ends.forEach(function (e) { e.removeAttribute("aria-invalid"); });
		if (!g || !from || !to) return;
		var a = known(ends[0]), b = a < 0 ? -1 : known(ends[1]);
		if (b < 0) return;
		if (a === b) return void (status.textContent = g.ids[a] + " is both ends.");
		var list = ways(a, b, mask(), MOST + 1);
		if (list.length === 0) return none(a, b);
		status.textContent = summary(list);
		var all = document.createDocumentFragment();
		list.slice(0, MOST).forEach(function (way, i) { all.append(heading(list, i), drawWay(a, way)); });
		shown.replaceChildren(all);
	}

	/** The function that an input names; where there is none, the page says so. */
	function known(input) {
		var n = resolve(input.value);
		if (n >= 0) return n;
		input.setAttribute("aria-invalid", "true");
		status.textContent = "No function is called " + input.value.trim() + ".";
		var near = matches(input.value, 8);
		if (near.length === 0) return n;
		status.textContent = "“" + input.value.trim() + "” is no function's whole name. Near it:";
		var list = el("ul", "edges");
		near.forEach(function (m) {
			var li = el("li"), button = el("button", "", g.ids[m]);
			button.type = "button";
			button.addEventListener("click", function () { input.value = g.ids[m]; find(); status.tabIndex = -1; status.focus(); });
			li.append(button);
			list.append(li);
		});
		shown.replaceChildren(list);
		return n;
	}

	function summary(list) {
		var n = list[0].length, steps = n === 1 ? "1 step" : n + " steps";
		var failure = list[0].slice(0, -1).map(function (e) { return g.to[e]; }).filter(function (t) { return g.fails.has(t); })[0];
		if (failure !== undefined) steps += ", only through " + g.ids[failure] + ", where a goroutine or the program fails";
		if (list.length === 1) return "One shortest way, of " + steps + ".";
		if (list.length <= MOST) return list.length + " shortest ways, of " + steps + " each.";
		return "More than " + MOST + " shortest ways, of " + steps + " each; the first " + MOST + " are shown.";
	}

	function heading(list, i) {
		return el("h2", "", list.length === 1 ? "The way" : "Way " + (i + 1));
	}

	function drawWay(from, way) {
		var list = el("ol", "edges found-path"), first = el("li");
		first.append(link(address(from), g.ids[from]));
		list.append(first);
		way.forEach(function (e) { list.append(drawStep(e)); });
		return list;
	}

	/** One function and the edge that leads to it. */
	function drawStep(e) {
		var li = el("li"), kind = g.kind[e], n = g.to[e], kindName = el("span", "kind " + word[kind], word[kind]);
		kindName.title = means[kind];
		li.append(kindName, " ");
		if (g.by[e] >= 0) li.append(link(address(g.by[e]), g.ids[g.by[e]]), " → ");
		li.append(link(address(n), g.ids[n]));
		if (kind === SWITCH) li.append(" ", el("em", "", "on the system stack"));
		else if (kind !== CALL) li.append(" ", el("em", "", means[kind]));
		var at = el("small");
		at.append(link(lineOf(g.from[e], g.where[e], g.site[e]), g.files[g.where[e]].split("\t")[0] + ":" + g.site[e]));
		li.append(" ", at);
		return li;
	}

	/** Says that there is no way, and what would help. */
	function none(a, b) {
		status.textContent = "No way from " + g.ids[a] + " to " + g.ids[b] + " over " + (words(true) || "no kind at all") + ".";
		var p = el("p"), left = words(false);
		if (left && ways(a, b, mask(true), 1).length) {
			p.append("There is one without any kinds left out. ", act("Follow all kinds", function () { boxes.forEach(function (c) { c.checked = true; }); }));
		} else if (ways(b, a, mask(), 1).length) {
			p.append("There is one in the other direction. ", act("Turn round", swap));
		} else if (g.enter[b] === g.enter[b + 1]) {
			p.append("Nothing is known to lead to " + g.ids[b] + ".");
		} else if (g.start[a] === g.start[a + 1]) {
			p.append(g.ids[a] + " is not known to lead to anything.");
		}
		p.className = "none";
		shown.replaceChildren(p, el("p", "none", "Prologues, checks, function values whose caller is unknown and calls that can never run on this platform are not followed."));
	}

	function act(text, change) {
		var button = el("button", "", text);
		button.type = "button";
		button.addEventListener("click", function () { change(); find(); status.tabIndex = -1; status.focus(); });
		return button;
	}

	function swap() {
		var from = ends[0].value;
		ends[0].value = ends[1].value;
		ends[1].value = from;
	}

	function fill() {
		var q = new URLSearchParams(location.search), without = (q.get("without") || "").split(",");
		ends[0].value = q.get("from") || "";
		ends[1].value = q.get("to") || "";
		boxes.forEach(function (b) { b.checked = without.indexOf(b.dataset.name) < 0; });
	}

	function listen() {
		ends.forEach(function (input) {
			input.addEventListener("focus", function () { offer(input); });
			input.addEventListener("input", function () { offer(input); });
			input.addEventListener("change", find);
		});
		boxes.forEach(function (b) { b.addEventListener("change", find); });
		one(".js-swap").addEventListener("click", function () { swap(); find(); });
		form.addEventListener("submit", function (event) { event.preventDefault(); find(); });
	}

	fill();
	listen();
	status.textContent = "Loading the call graph…";
	var data = el("script");
	data.src = assets + "graph.js" + stamp;
	data.onload = function () {
		status.textContent = "";
		if (document.activeElement === ends[0] || document.activeElement === ends[1]) offer(document.activeElement);
		find();
	};
	data.onerror = function () { status.textContent = "The call graph did not load. Reload the page to try again."; };
	document.head.appendChild(data);
})();
