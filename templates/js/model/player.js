// The player of a model. Recorded runs arrive as a classic script that calls
// sourcedive.model; for other parameters the model itself, compiled to WebAssembly, is
// loaded and run.

/**
 * A step of a run: what happened, and why; the function of the runtime that does it; the
 * invariant it broke.
 * @typedef {{actor: string, what: string, why: string, func: string, time: number, broken: string}} Step
 *
 * A run. lines has for each step which of the model's excerpts it is about, folds how many
 * steps from it on do the same. cut says why a run ends early.
 * @typedef {{given: Object<string, number>, seed: (number|string), events: Step[], lines: number[], folds: number[],
 *   drawing: {wide: Reel, narrow: Reel, score: {w: number, h: number, items: Item[], at: number[]}}, cut: string, error: string}} Run
 *
 * A model. runs is gzip in base 64 as it arrives; links has the page of each function that
 * this version has, mirrors the id of its comparison, lines the excerpts of the source.
 * @typedef {{name: string, clock: string, params: Range[], runs: (string|Run[]), links: Object<string, string>,
 *   mirrors: Object<string, string>, lines: Object[], chapters: {run: number, step: number, ask: Object}[]}} Model
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
	var form = one("params"), stage = one("stage"), status = one("status"), narration = one("narration"), controls = one("controls"), score = one("score"), play = one("play"), table = one("table");
	var wide = stage.children[0], narrow = stage.children[1], line = score.firstElementChild;
	line.setAttribute("preserveAspectRatio", "none"); // its steps stay where they are, however high it is
	var phone = matchMedia("(max-width: 53.9rem)");
	var speeds = [1, 2, 4, .5], pace = 1200; // milliseconds of a step at the first speed

	/** @type {?Model} */
	var data = null;
	/** @type {?Run} */
	var run = null;
	var at = 0, timer = 0, speed = 0, until = -1, busy = 0; // at: steps done; until: where playing stops
	var answers = {}; // what the reader predicted, by chapter

	function el(tag, className, text) {
		var e = document.createElement(tag);
		if (className) e.className = className;
		if (text !== undefined) e.textContent = text;
		return e;
	}

	function to(href, text, code) {
		var a = el(href ? "a" : "span");
		if (href) a.href = href;
		a.append(code ? el("code", "", text) : text);
		return a;
	}

	/** The chapter that a run is of, if it is recorded. */
	function chapter() {
		var n = data.runs.indexOf(run);
		return n < 1 ? null : data.chapters.find(function (c) { return c.run === n; });
	}

	/** The narration of a step. */
	function told(step) {
		var e = step ? run.events[step - 1] : { what: "The start." }, c = chapter();
		var parts = [el("p", "moment", ["Step " + step + " of " + run.events.length, e.time && data.clock ? e.time.toLocaleString("en") + " " + data.clock : "", e.actor].filter(Boolean).join(" · ")), el("h2", "", e.what)];
		if (e.why) parts.push(el("p", "why", e.why));
		if (c && c.ask && c.step === step && answers[c.run] !== undefined) parts.push(recalled(c));
		if (e.broken) parts.push(el("p", "notice", "Broken: " + e.broken));
		if (e.func) parts = parts.concat(source(e, data.lines[run.lines[step - 1]]));
		if (run.cut && step === run.events.length) parts.push(el("p", "notice", run.cut));
		return parts;
	}

	function recalled(c) {
		var p = el("p", "pred", "You were asked before this step: " + c.ask.question + " ");
		p.append(el("b", "", "You said " + c.ask.choices[answers[c.run]] + "."), " ", answers[c.run] === c.ask.right ? "So it is: " : "It is " + c.ask.choices[c.ask.right] + ": ", c.ask.because);
		return p;
	}

	/** The function that a step stands for, and the line of it. */
	function source(e, excerpt) {
		var p = el("p", "where"), parts = [p];
		if (excerpt) p.append(to(excerpt.func.Href, excerpt.func.Text, true));
		else p.append(to(data.links[e.func], e.func.replace(/^runtime\./, ""), true));
		if (excerpt && excerpt.place) p.append(" · ", to(excerpt.href, excerpt.place));
		if (data.mirrors[e.func]) p.append(" · ", to("#" + data.mirrors[e.func], "side by side"));
		if (excerpt && excerpt.lines) {
			var pre = el("pre", "excerpt src go");
			excerpt.lines.forEach(function (l) {
				var row = el("span", l.on ? "cited" : "");
				row.innerHTML = l.code;
				row.prepend(l.tabs || "");
				row.append("\n");
				pre.append(row);
			});
			parts.push(pre);
		}
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

	/** Draws the layout that is seen; from is the step that it comes from, or null. */
	function drawStage(from) {
		var e = phone.matches ? narrow : wide, d = run.drawing;
		e.setAttribute("aria-label", at ? run.events[at - 1].what : "The start.");
		return sourcedive.stage(e, phone.matches ? d.narrow : d.wide, at, from);
	}

	function go(step, keepAddress) {
		var from = at;
		at = Math.max(0, Math.min(step, run.events.length));
		busy = drawStage(at === from + 1 ? from : null);
		narration.replaceChildren.apply(narration, told(at));
		narration.scrollTop = 0;
		mark(at);
		var cursor = line.querySelector(".cursor");
		if (cursor) cursor.remove();
		line.append(sourcedive.cursor(run.drawing.score.at[at], run.drawing.score.h));
		score.setAttribute("aria-valuenow", at);
		score.setAttribute("aria-valuetext", "Step " + at + " of " + run.events.length);
		one("count").textContent = at + " of " + run.events.length;
		if (!keepAddress) address(at);
		if (at === run.events.length || at === until) pause();
	}

	var triangle = "M4 2.5v11L13 8z", bars = "M4 3h3v10H4zM9 3h3v10H9z";
	function pause() {
		clearTimeout(timer);
		timer = 0;
		until = -1;
		one("word").textContent = "Play";
		one("icon").setAttribute("d", triangle);
	}

	function start(stop) {
		pause();
		if (at === run.events.length) go(0);
		until = stop === undefined ? -1 : stop;
		one("word").textContent = "Pause";
		one("icon").setAttribute("d", bars);
		timer = setTimeout(tick, 350);
	}

	/** One step of playing: equal steps are passed over together, and a chapter may ask before its own. */
	function tick() {
		var c = chapter(), same = run.folds[at];
		if (c && c.ask && at === c.step - 1 && answers[c.run] === undefined) return predict(c);
		var next = same > 8 ? at + same - 1 : at + 1;
		if (c && at < c.step) next = Math.min(next, Math.max(at + 1, c.step - 1));
		if (until > at) next = Math.min(next, until);
		var folded = next - at;
		go(next);
		if (folded > 1) narration.append(el("p", "why", folded + " equal steps are folded."));
		if (timer) timer = setTimeout(tick, Math.max(pace, busy + 500) / speeds[speed]);
	}

	function predict(c) {
		var stop = until, box = el("div", "pred");
		pause();
		box.append(el("h2", "", c.ask.question));
		c.ask.choices.forEach(function (text, n) {
			var b = el("button", "", text);
			b.type = "button";
			b.addEventListener("click", function () {
				answers[c.run] = n;
				go(c.step);
				if (stop > c.step) start(stop);
				stage.focus({ preventScroll: true });
			});
			box.append(b, " ");
		});
		narration.replaceChildren(el("p", "moment", "Before step " + c.step), box);
	}

	function show(r, step, keepAddress) {
		pause();
		run = r;
		at = -1;
		var s = run.drawing.score;
		sourcedive.paint(line, s.w, s.h, s.items);
		score.setAttribute("aria-valuemax", run.events.length);
		data.params.forEach(function (p) {
			var f = form.elements[p.name], v = run.given[p.name];
			if (f.type === "range" && v > +f.max) f.max = v;
			f.value = v;
			if (f.type === "range") say(f);
		});
		form.elements.seed.value = run.seed;
		status.hidden = true;
		var n = data.runs.indexOf(run) - 1;
		Array.from(one("chapters") ? one("chapters").children : []).forEach(function (li, i) {
			if (i === n) li.setAttribute("aria-current", "true"); else li.removeAttribute("aria-current");
			if (i === n) one("sub").textContent = li.textContent;
		});
		if (n < 0) one("sub").textContent = n === -1 ? "The default run" : "A run of your own";
		go(step, keepAddress);
		if (step > run.events.length) fault("This run has " + run.events.length + " steps: its end is shown.");
	}

	function say(field) {
		var out = field.parentNode.querySelector("output");
		if (out) out.textContent = (+field.value).toLocaleString("en") + out.dataset.unit;
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

	/** Throws for what is not a run, and readies its frames. */
	function sound(r) {
		r.events = r.events || [];
		r.lines = r.lines || [];
		r.folds = r.folds || [];
		var d = r.drawing, reels = d ? [d.wide, d.narrow] : [];
		if (!r.given || !Array.isArray(r.events) || !d || !d.score || !Array.isArray(d.score.at) || d.score.at.length <= r.events.length) throw new Error("it is not a run");
		reels.forEach(function (reel) {
			if (!reel || !Array.isArray(reel.items) || !Array.isArray(reel.frames)) throw new Error("it is not a run");
			sourcedive.unfold(reel);
			if (reel.frames.length <= r.events.length || !reel.frames.every(function (f) { return f.every(function (n) { return reel.items[n]; }); })) throw new Error("it is not a run");
		});
		d.score.items = d.score.items || [];
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

	/** Shows the moment that a fragment names, or says what is wrong with it; false when it names none. */
	function seekTo(fragment) {
		var m;
		try { m = sourcedive.moment(fragment, data.params); } catch (e) { fault(e.message); return true; }
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
			if (!d || d.name !== player.dataset.model || !Array.isArray(d.params) || !d.links || !d.mirrors || !d.lines || !d.chapters) throw new Error("it is not the data of this model");
			return unpack(d.runs).json();
		}).then(function (runs) {
			runs.forEach(sound);
			if (!runs.length) throw new Error("it has no runs");
			d.runs = runs;
			return d;
		}).then(begin, function (e) { lost(e.message); });
	};

	/** The page has no runs: why, and a way to fetch them again. The still stays. */
	function lost(why) {
		table.open = true;
		fault("The recorded runs cannot be played: " + why + ". The steps of the default run are in the table below.", function () {
			arrived = false;
			fault("Loading …");
			script(player.dataset.runs + "&again=" + ++tries, function () { if (!arrived) lost("the script is empty or cut off"); }, function () { lost("the script did not load"); });
		});
	}
	window.addEventListener("load", function () { if (!arrived) lost("the script did not load, or not whole"); });

	function begin(d) {
		data = d;
		table.open = false;
		form.inert = controls.inert = false;
		show(data.runs[+player.dataset.run], +player.dataset.at, true);
		player.classList.add("ready");
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
	form.addEventListener("input", function (event) { if (event.target.type === "range") say(event.target); });
	form.addEventListener("change", function (event) { if (/^(range|radio)$/.test(event.target.type)) form.requestSubmit(); });
	one("reset").addEventListener("click", function () { show(data.runs[0], 0); });
	if (one("chapters")) one("chapters").addEventListener("click", function (event) {
		var li = event.target.closest("li");
		if (!data || !li || !event.target.closest("a") || event.ctrlKey || event.metaKey || event.shiftKey) return;
		event.preventDefault();
		var c = data.chapters[Array.from(li.parentNode.children).indexOf(li)];
		show(data.runs[c.run], Math.max(0, c.step - 3));
		player.scrollIntoView({ block: "start" });
		stage.focus({ preventScroll: true });
		start(c.step);
	});
	function step(to) { pause(); go(to); }
	one("first").addEventListener("click", function () { step(0); });
	one("last").addEventListener("click", function () { step(run.events.length); });
	one("back").addEventListener("click", function () { step(at - 1); });
	one("next").addEventListener("click", function () { step(at + 1); });
	play.addEventListener("click", function () { if (timer) pause(); else start(); });
	one("speed").addEventListener("click", function () {
		speed = (speed + 1) % speeds.length;
		one("speed").textContent = speeds[speed] === .5 ? "½×" : speeds[speed] + "×";
		one("speed").setAttribute("aria-label", "Speed " + speeds[speed]);
	});
	one("present").addEventListener("click", function () {
		if (document.fullscreenElement) document.exitFullscreen(); else player.requestFullscreen();
	});
	one("copy").addEventListener("click", function () {
		var text = sourcedive.alone(phone.matches ? narrow : wide), said = function (word) {
			one("copy").textContent = word;
			setTimeout(function () { one("copy").textContent = "Copy as SVG"; }, 1500);
		};
		Promise.resolve().then(function () { return navigator.clipboard.writeText(text); }).then(function () { said("Copied"); }, function () {
			var a = to(URL.createObjectURL(new Blob([text], { type: "image/svg+xml" })), "");
			a.download = data.name + "-" + at + ".svg";
			a.click();
			said("Saved");
		});
	});

	/** The step whose place on the score is nearest to a pointer. */
	function seek(event) {
		var box = line.getBoundingClientRect(), s = run.drawing.score, x = (event.clientX - box.left) * s.w / box.width, best = 0;
		s.at.forEach(function (p, i) { if (i <= run.events.length && Math.abs(p - x) < Math.abs(s.at[best] - x)) best = i; });
		if (best !== at) step(best);
	}
	score.addEventListener("pointerdown", function (event) {
		if (!data) return;
		score.setPointerCapture(event.pointerId);
		seek(event);
	});
	score.addEventListener("pointermove", function (event) { if (data && score.hasPointerCapture(event.pointerId)) seek(event); });

	/** Keys work whenever the stage is in view and nothing is typed in. */
	document.addEventListener("keydown", function (event) {
		var on = event.target, key = event.key;
		if (!data || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
		if (on.closest("input, select, textarea, [contenteditable], dialog, [role=listbox]") || key === " " && on.closest("button, a, summary")) return;
		var box = stage.getBoundingClientRect();
		if (box.bottom < 80 || box.top > innerHeight - 80) return;
		var act = { ArrowRight: function () { step(at + 1); }, ArrowLeft: function () { step(at - 1); }, Home: function () { step(0); }, End: function () { step(run.events.length); }, " ": function () { play.click(); } }[key];
		if (act) { event.preventDefault(); act(); }
	});
	phone.addEventListener("change", function () { if (run) drawStage(null); });
	table.addEventListener("click", function (event) {
		var row = event.target.closest("tr[id]");
		if (data && row && !event.target.closest("a")) { show(data.runs[0], +row.id.slice(5)); player.scrollIntoView({ block: "nearest" }); }
	});
})();
