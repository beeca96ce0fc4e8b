// The player of a model. Recorded runs arrive as a classic script that calls
// sourcedive.model; for other parameters the model itself, compiled to WebAssembly, is
// loaded and run.

/**
 * A step of a run: what happened, and why; the function of the runtime that does it; the
 * invariant it broke.
 * @typedef {{actor: string, what: string, why: string, func: string, time: number, broken: string}} Step
 *
 * A run. views has a list of indexes into blocks for each step, the start first. cut says
 * why a run ends early.
 * @typedef {{given: Object<string, number>, seed: (number|string), events: Step[], views: number[][], blocks: Block[], cut: string, error: string}} Run
 *
 * Part of a view. kind names the field that is set, but for queue, which has cells.
 * @typedef {{kind: string, title: string, note: string, lanes: Object[], cells: Object[], cap: number, cols: number,
 *   nodes: Object[], links: Object[], bars: Object[], facts: {name: string, value: string}[]}} Block
 *
 * A model. runs is gzip in base 64 as it arrives; links has the page of each function that
 * this version has, mirrors the id of its comparison.
 * @typedef {{name: string, clock: string, params: {name: string, default: number}[], runs: (string|Run[]),
 *   links: Object<string, string>, mirrors: Object<string, string>}} Model
 */
(function () {
	"use strict";

	/**
	 * This file adds model, which takes the recorded runs; program, which takes the compiled
	 * models; and wasm, which the compiled models call when they are ready.
	 * @type {{model: function(Model): void, program: function(string): void, wasm: function(Function): void}}
	 */
	var sourcedive = window.sourcedive = window.sourcedive || {};
	var player = document.querySelector(".js-player");
	function one(name) { return document.querySelector(".js-" + name); }
	var form = one("params"), stage = one("stage"), status = one("status"), narration = one("narration"), controls = one("controls"), seek = one("seek"), play = one("play"), table = one("table");

	/** @type {?Model} */
	var data = null;
	/** @type {?Run} */
	var run = null;
	var at = 0, timer = 0; // at: steps done

	function el(tag, className, text) {
		var e = document.createElement(tag);
		if (className) e.className = className;
		if (text !== undefined) e.textContent = text;
		return e;
	}

	function svg(tag, attributes, text) {
		var e = document.createElementNS("http://www.w3.org/2000/svg", tag);
		for (var name in attributes) e.setAttribute(name, attributes[name]);
		if (text !== undefined) e.textContent = text;
		return e;
	}

	// One renderer for all models: a view is a list of blocks, a block is drawn by its
	// kind. A state is a class, and a word in the title of what has it.

	/** A value with its unit; many bytes in larger units. */
	function amount(n, unit) {
		if (/^(B|bytes?)$/.test(unit || "")) {
			if (n >= 10 << 20) return (n / (1 << 20)).toFixed(1) + " MiB";
			if (n >= 100 << 10) return (n / (1 << 10)).toFixed(0) + " KiB";
		}
		return n.toLocaleString("en") + (unit ? " " + unit : "");
	}

	function cell(c, tag) {
		var e = el(tag || "span", "cell s-" + (c.state || "plain"), c.text);
		if (c.tag) e.prepend(el("sup", "", c.tag));
		e.title = [c.title, c.state].filter(Boolean).join(", ");
		return e;
	}

	function cells(list) {
		var box = el("span", "cells");
		(list || []).forEach(function (c) { box.append(cell(c)); });
		return box;
	}

	var draw = {
		lanes: function (b, box) {
			(b.lanes || []).forEach(function (l) {
				var row = el("div", "row s-" + (l.state || "plain"));
				row.append(el("b", "", l.title), cells(l.items));
				if (l.state || l.note) row.append(el("small", "", (l.note || "").indexOf(l.state || "") === 0 ? l.note || "" : [l.state, l.note].filter(Boolean).join(", ")));
				box.append(row);
			});
		},
		queue: function (b, box) {
			var list = cells(b.cells);
			if (!(b.cells || []).length) list.append(el("small", "", "empty"));
			box.append(list);
			if (b.cap) box.append(el("small", "", (b.cells || []).length + " of " + b.cap));
		},
		cells: function (b, box) {
			var grid = el("div", "grid");
			grid.style.gridTemplateColumns = "repeat(" + (b.cols || 16) + ", minmax(1.1rem, 1fr))";
			(b.cells || []).forEach(function (c) {
				var e = cell(c);
				if (c.span > 1) e.style.gridColumn = "span " + c.span;
				grid.append(e);
			});
			box.append(grid);
		},
		graph: function (b, box) {
			var dx = 110, dy = 74, at = {}, w = 0, h = 0;
			(b.nodes || []).forEach(function (n) {
				at[n.id] = [n.x * dx + 50, n.y * dy + 42];
				w = Math.max(w, at[n.id][0] + 50);
				h = Math.max(h, at[n.id][1] + 26);
			});
			var s = svg("svg", { viewBox: "0 0 " + w + " " + h, width: w, height: h, role: "img", "aria-label": b.title });
			(b.links || []).forEach(function (l) {
				var from = at[l.from], to = at[l.to];
				if (!from || !to) return;
				var x = to[0] - from[0], y = to[1] - from[1], far = Math.hypot(x, y) || 1, r = 23;
				var g = svg("g", { "class": "arrow s-" + (l.state || "plain") });
				if (l.from === l.to) {
					g.append(svg("path", { d: "M" + (from[0] + 14) + " " + (from[1] - 18) + "c28 -26 40 14 12 20" }));
				} else {
					var ex = to[0] - x / far * r, ey = to[1] - y / far * r, a = Math.atan2(y, x);
					g.append(svg("path", { d: "M" + (from[0] + x / far * r) + " " + (from[1] + y / far * r) + "L" + ex + " " + ey }));
					g.append(svg("path", { "class": "tip", d: "M" + ex + " " + ey + "L" + (ex - 8 * Math.cos(a - .4)) + " " + (ey - 8 * Math.sin(a - .4)) + "L" + (ex - 8 * Math.cos(a + .4)) + " " + (ey - 8 * Math.sin(a + .4)) + "z" }));
				}
				if (l.text) g.append(svg("text", { x: (from[0] + to[0]) / 2, y: (from[1] + to[1]) / 2 - 4 }, l.text));
				s.append(g);
			});
			(b.nodes || []).forEach(function (n) {
				var g = svg("g", { "class": "node s-" + (n.state || "plain"), transform: "translate(" + at[n.id].join(" ") + ")" });
				g.append(svg("title", {}, n.text + (n.state ? ", " + n.state : "")), svg("circle", { r: 22 }));
				if (n.state === "grey") g.append(svg("path", { "class": "half", d: "M-21 0a21 21 0 0 0 42 0z" }));
				g.append(svg("text", { y: 4 }, n.text));
				s.append(g);
			});
			box.append(s);
		},
		bars: function (b, box) {
			(b.bars || []).forEach(function (r) {
				var row = el("div", "bar s-" + (r.state || "plain")), track = el("div", "track"), fill = el("div", "fill");
				var share = function (n) { return Math.max(0, Math.min(100, 100 * n / (r.max || 1))) + "%"; };
				fill.style.width = share(r.value);
				track.append(fill);
				// A mark's name is left out where the next one's would run into it.
				var marks = (r.marks || []).slice().sort(function (a, b) { return a.at - b.at; });
				marks.forEach(function (m, i) {
					var next = marks[i + 1], roomy = !next || (next.at - m.at) / (r.max || 1) > .14;
					var mark = el("i", "", roomy ? m.text : "");
					mark.style.left = share(m.at);
					mark.title = m.text + ": " + amount(m.at, r.unit);
					track.append(mark);
				});
				row.append(el("b", "", r.title), track, el("small", "", amount(r.value, r.unit) + " of " + amount(r.max, r.unit)));
				box.append(row);
			});
		},
		facts: function (b, box) {
			var list = el("dl");
			(b.facts || []).forEach(function (f) {
				var pair = el("div");
				pair.append(el("dt", "", f.name), el("dd", "", f.value));
				list.append(pair);
			});
			box.append(list);
		}
	};

	function block(b) {
		var box = el("section", "block " + b.kind);
		box.append(el("h3", "", b.title));
		if (b.note) box.append(el("small", "", b.note));
		if (draw[b.kind]) draw[b.kind](b, box);
		return box;
	}

	/** A block that is wider than the stage can be scrolled, by keys too. */
	function reach(box, b) {
		if (box.scrollWidth <= box.clientWidth) return;
		box.tabIndex = 0;
		box.setAttribute("role", "group");
		box.setAttribute("aria-label", b.title);
	}

	// The stage and the narration have the room that the run needs at this width.
	var room = null, fitted = 0;
	function fit() {
		fitted = stage.offsetWidth;
		room = sourcedive.roomOf(run, stage, block);
		stage.style.minHeight = room.height + "px";
		narration.style.minHeight = sourcedive.heightOf(run, narration, told) + "px";
	}

	// Only blocks that changed are drawn anew.
	var drawn = [];
	function drawView(step) {
		var view = run.views[Math.min(step, run.views.length - 1)];
		view.forEach(function (n, i) {
			if (drawn[i] === n && stage.children[i]) return;
			var b = block(run.blocks[n]);
			sourcedive.reserve(b, room.blocks[run.blocks[n].id]);
			if (stage.children[i]) stage.replaceChild(b, stage.children[i]); else stage.append(b);
			reach(b, run.blocks[n]);
			drawn[i] = n;
		});
		while (stage.children.length > view.length) stage.lastChild.remove();
		drawn.length = view.length;
	}

	function link(name) {
		var short = name.replace(/^runtime\./, ""), a = el(data.links[name] ? "a" : "span");
		if (data.links[name]) a.href = data.links[name];
		a.append(el("code", "", short));
		return a;
	}

	/** The narration of a step. */
	function told(step) {
		if (step === 0) return [el("p", "prose", "The start.")];
		var e = run.events[step - 1], first = el("p", "prose"), parts = [first];
		if (e.actor) first.append(el("b", "", e.actor), " ");
		first.append(e.what);
		if (e.why) parts.push(el("p", "prose why", e.why));
		if (e.broken) parts.push(el("p", "notice", "Broken: " + e.broken));
		if (e.func) {
			var p = el("p", "where", "stands for ");
			p.append(link(e.func));
			if (data.mirrors[e.func]) {
				var a = el("a", "", "side by side");
				a.href = "#" + data.mirrors[e.func];
				p.append(", ", a);
			}
			if (e.time) p.append(", at " + e.time + (data.clock ? " " + data.clock : ""));
			parts.push(p);
		}
		if (run.cut && step === run.events.length) parts.push(el("p", "notice", run.cut));
		return parts;
	}

	function mark(step) {
		table.querySelectorAll("tr.on").forEach(function (row) { row.classList.remove("on"); row.removeAttribute("aria-current"); });
		var row = run === data.runs[0] && document.getElementById("step-" + step);
		if (row) {
			row.classList.add("on");
			row.setAttribute("aria-current", "step");
		}
		document.querySelectorAll(".mirror").forEach(function (m) {
			m.classList.toggle("on", step > 0 && data.mirrors[run.events[step - 1].func] === m.id);
		});
	}

	function address(step) {
		var parts = data.params.filter(function (p) { return run.given[p.name] !== p.default; }).map(function (p) { return p.name + "=" + run.given[p.name]; });
		parts.push("seed=" + run.seed, "at=" + step);
		history.replaceState(null, "", "#" + parts.join("&"));
	}

	function go(step, keepAddress) {
		at = Math.max(0, Math.min(step, run.events.length));
		drawView(at);
		narration.replaceChildren.apply(narration, told(at));
		mark(at);
		seek.value = at;
		one("count").textContent = at + " of " + run.events.length;
		if (!keepAddress) address(at);
		if (at === run.events.length) pause();
	}

	function pause() { clearInterval(timer); timer = 0; play.textContent = "Play"; }
	function start() {
		if (at === run.events.length) go(0);
		pause();
		timer = setInterval(function () { go(at + 1); }, +one("speed").value);
		play.textContent = "Pause";
	}

	function show(r, step, keepAddress) {
		pause();
		run = r;
		drawn = [];
		stage.replaceChildren();
		fit();
		seek.max = run.events.length;
		data.params.forEach(function (p) { form.elements[p.name].value = run.given[p.name]; });
		form.elements.seed.value = run.seed;
		status.hidden = true;
		go(step, keepAddress);
		if (step > run.events.length) fault("This run has " + run.events.length + " steps: its end is shown.");
	}

	/** Says what went wrong; again, if given, is behind a button. */
	function fault(text, again) {
		status.textContent = text;
		if (again) {
			var button = el("button", "", "Try again");
			button.type = "button";
			button.addEventListener("click", again);
			status.append(" ", button);
		}
		status.hidden = false;
	}

	// Runs by parameters: recorded ones first, else the program.

	function find(given, seed) {
		return data.runs.find(function (r) {
			return String(r.seed) === seed && data.params.every(function (p) { return r.given[p.name] === given[p.name]; });
		});
	}

	function ask(given, seed, step) {
		var have = find(given, seed);
		if (have) return show(have, step);
		fault("Running …");
		program(function (call, why) {
			var again = function () { ask(given, seed, step); };
			if (!call) return fault(why, player.dataset.program && again);
			var got;
			try {
				got = JSON.parse(call(data.name, JSON.stringify(given), seed));
				if (!got.error) sound(got);
			} catch (e) { return fault("The model stopped: " + e.message, again); }
			if (got.error) return fault(got.error);
			got.seed = seed; // JSON.parse rounds what is larger than 2⁵³
			show(got, step);
		});
	}

	/** Throws for what is not a run, and gives a run without events an empty list. */
	function sound(r) {
		r.events = r.events || [];
		var whole = r.given && Array.isArray(r.events) && Array.isArray(r.blocks) && Array.isArray(r.views) && r.views.length > r.events.length &&
			r.views.every(function (v) { return Array.isArray(v) && v.every(function (n) { return r.blocks[n]; }); });
		if (!whole) throw new Error("it is not a run");
	}

	var loading = null, call = null;
	function program(done) {
		if (call) return done(call);
		if (!player.dataset.program) return done(null, "This site has only the recorded runs: the models were not compiled.");
		if (loading) return loading.push(done);
		loading = [done];
		var come = false, missing = "The program did not load, or not whole.";
		var settle = function (f, why) { call = f; var list = loading || []; loading = null; list.forEach(function (d) { d(f, why); }); };
		sourcedive.wasm = function (f) { settle(f); };
		sourcedive.program = function (text) {
			come = true;
			Promise.resolve().then(function () {
				var runtime = new Go();
				return unpack(text).arrayBuffer().then(function (wasm) { return WebAssembly.instantiate(wasm, runtime.importObject); }).then(function (got) {
					runtime.run(got.instance).then(function () { settle(null, "The model stopped."); });
				});
			}).catch(function (e) { settle(null, "The model did not start: " + e.message); });
		};
		script(player.dataset.exec, function () {
			script(player.dataset.program, function () { if (!come) settle(null, missing); }, function () { settle(null, missing); });
		}, function () { settle(null, missing); });
	}

	function script(src, ok, failed) {
		var s = el("script");
		s.src = src;
		s.onload = ok;
		s.onerror = failed;
		document.head.append(s);
	}

	/** What each parameter takes, as the form has it. */
	function ranges() {
		return data.params.map(function (p) {
			var field = form.elements[p.name], list = Array.from(field.options || []);
			return {
				name: p.name, default: p.default, words: list.map(function (o) { return o.text; }),
				min: +(list.length ? list[0].value : field.min), max: +(list.length ? list[list.length - 1].value : field.max)
			};
		});
	}

	/** Shows the moment that a fragment names, or says what is wrong with it; false when it names none. */
	function seekTo(fragment) {
		var m;
		try { m = sourcedive.moment(fragment, ranges()); } catch (e) { fault(e.message); return true; }
		if (m) ask(m.given, m.seed, m.at);
		return !!m;
	}

	function follow() {
		var row = /^#step-(\d+)$/.exec(location.hash);
		if (!row) return seekTo(location.hash.slice(1));
		show(data.runs[0], +row[1], true);
		return true;
	}

	/** A Response with what was compressed by gzip and written in base 64. */
	function unpack(text) {
		var bytes = Uint8Array.from(atob(text), function (c) { return c.charCodeAt(0); });
		return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
	}

	// The recorded runs, which a script of their own brings.

	var arrived = false, tries = 0;
	sourcedive.model = function (d) {
		arrived = true;
		Promise.resolve().then(function () {
			if (!d || d.name !== player.dataset.model || !Array.isArray(d.params) || !d.links || !d.mirrors) throw new Error("it is not the data of this model");
			return unpack(d.runs).json();
		}).then(function (runs) {
			runs.forEach(sound);
			if (!runs.length) throw new Error("it has no runs");
			d.runs = runs;
			return d;
		}).then(begin, function (e) { lost(e.message); });
	};

	/** The page has no runs: why, and a way to fetch them again. */
	function lost(why) {
		ready();
		narration.replaceChildren();
		fault("The recorded runs cannot be played: " + why + ". The steps of the default run are in the table below.", function () {
			arrived = false;
			fault("Loading …");
			script(player.dataset.runs + "&again=" + ++tries, function () { if (!arrived) lost("the script is empty or cut off"); }, function () { lost("the script did not load"); });
		});
	}
	window.addEventListener("load", function () { if (!arrived) lost("the script did not load, or not whole"); });

	/** What waited for the size of the run is seen. */
	function ready() { player.classList.add("ready"); }

	function begin(d) {
		data = d;
		form.inert = controls.inert = false;
		table.open = false;
		ready();
		show(data.runs[0], 0, true);
		if (follow()) player.scrollIntoView({ block: "start" });
	}

	window.addEventListener("hashchange", function () {
		if (!data) return;
		if (follow()) return player.scrollIntoView({ block: "start" });
		var m = document.getElementById(location.hash.slice(1));
		if (m && m.tagName === "DETAILS") m.open = true;
	});
	form.addEventListener("submit", function (event) {
		event.preventDefault();
		seekTo(new URLSearchParams(new FormData(form)).toString());
	});
	form.addEventListener("reset", function (event) { event.preventDefault(); show(data.runs[0], 0); });
	one("first").addEventListener("click", function () { pause(); go(0); });
	one("last").addEventListener("click", function () { pause(); go(run.events.length); });
	one("back").addEventListener("click", function () { pause(); go(at - 1); });
	one("next").addEventListener("click", function () { pause(); go(at + 1); });
	play.addEventListener("click", function () { if (timer) pause(); else start(); });
	seek.addEventListener("input", function () { pause(); go(+seek.value); });
	one("speed").addEventListener("change", function () { if (timer) start(); });
	new ResizeObserver(function () {
		if (!run || stage.offsetWidth === fitted) return;
		drawn = [];
		stage.replaceChildren();
		fit();
		drawView(at);
	}).observe(stage);
	stage.addEventListener("keydown", function (event) {
		if (event.target !== stage || !run) return;
		var act = { ArrowRight: function () { pause(); go(at + 1); }, ArrowLeft: function () { pause(); go(at - 1); }, Home: function () { pause(); go(0); }, End: function () { pause(); go(run.events.length); }, " ": function () { play.click(); } }[event.key];
		if (act && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); act(); }
	});
	table.addEventListener("click", function (event) {
		var row = event.target.closest("tr[id]");
		if (data && row && !event.target.closest("a")) { show(data.runs[0], +row.id.slice(5)); player.scrollIntoView({ block: "nearest" }); }
	});
})();
