// The page that explains: takes the text, runs the engine in slices of time, since pages
// from the disk can have no workers, and puts the answer together. Nothing is sent; what
// was chosen stands after the # of the address, the text never does.
(function () {
	"use strict";

	const sourcedive = window.sourcedive, x = sourcedive.explain;
	const { el, button } = x;
	const place = document.querySelector(".js-explain"), ask = document.querySelector(".js-ask"), form = ask.querySelector(".js-paste"), box = form.querySelector("textarea"), status = document.querySelector(".js-status");
	const versions = [place.dataset.version].concat([...document.querySelectorAll(".js-peers option")].map((o) => o.value));
	const beside = document.currentScript.src; // the tables are where this script is
	const SLICE = 10, HUGE = 100000;
	let current = 0, engine = null;

	/** Runs steps for SLICE ms at a time, so that the page stays alive. A later call ends an earlier one. */
	function run(steps, done, mine) {
		const channel = new MessageChannel();
		channel.port1.onmessage = function () {
			if (mine !== current) return;
			const end = performance.now() + SLICE;
			do {
				const s = steps.next();
				if (s.done) return done(s.value);
			} while (performance.now() < end);
			channel.port2.postMessage(0);
		};
		channel.port2.postMessage(0);
	}

	/** Loads the tables, once, and makes the engine of them. */
	function withEngine(done, mine) {
		if (engine) return done();
		const wanted = ["explain/messages.js", "explain/lines.js", "explain/notes.js"];
		let missing = wanted.length;
		wanted.forEach((name) => sourcedive.load(new URL(name, beside).href, function (came) {
			if (!came) {
				sourcedive.forget(new URL(name, beside).href);
				return say("The tables could not be loaded: " + name + " is missing.");
			}
			if (--missing === 0) run(x.newEngine(), (e) => { engine = e; done(); }, mine);
		}));
	}

	const say = (text) => { status.textContent = text; };

	// Choices: { go, platform, state, min }, kept after the #.
	const choices = {
		read() { for (const k of ["go", "platform", "state", "min"]) this[k] = new URLSearchParams(location.hash.slice(1)).get(k) || ""; },
		set(change, again) {
			Object.assign(this, change);
			const p = new URLSearchParams();
			for (const k of ["go", "platform", "state", "min"]) if (this[k]) p.set(k, this[k]);
			history.replaceState(null, "", p.size > 0 || p.toString() ? "#" + p : location.pathname + location.search);
			if (again && given !== null) explain(given);
		},
	};
	let given = null;

	/** Text or bytes as a string of bytes, step by step. */
	function* bytesOf(input) {
		const parts = [];
		if (typeof input !== "string") {
			for (let i = 0; i < input.length; i += 8192) {
				parts.push(String.fromCharCode.apply(null, input.subarray(i, i + 8192)));
				yield;
			}
			return parts.join("");
		}
		for (let i = 0; i < input.length;) {
			let end = Math.min(input.length, i + (1 << 16));
			const c = input.charCodeAt(end - 1);
			if (c >= 0xd800 && c < 0xdc00 && end < input.length) end--;
			parts.push(x.encode(input.slice(i, end)));
			i = end;
			yield;
		}
		return parts.join("");
	}

	function* startsOf(bytes) {
		const starts = [];
		for (let at = 0; at < bytes.length;) {
			starts.push(at);
			if ((starts.length & 4095) === 0) yield;
			const end = bytes.indexOf("\n", at);
			at = end < 0 ? bytes.length : end + 1;
		}
		return starts;
	}

	const most = 512 << 20;

	/** Undoes gzip's compression of bytes. What cannot be unpacked stays as it is. */
	async function unpacked(input) {
		if (typeof input === "string" || input[0] !== 0x1f || input[1] !== 0x8b || !window.DecompressionStream) return input;
		try {
			const reader = new Blob([input]).stream().pipeThrough(new DecompressionStream("gzip")).getReader(), parts = [];
			let size = 0;
			for (let r = await reader.read(); !r.done; r = await reader.read()) {
				parts.push(r.value);
				if ((size += r.value.length) > most) return input;
			}
			return new Uint8Array(await new Blob(parts).arrayBuffer());
		} catch (e) { return input; }
	}

	function* whole(input) {
		const bytes = yield* bytesOf(input), options = { go: choices.go, platform: choices.platform };
		if (x.isGzip(bytes)) return null;
		const starts = yield* startsOf(bytes), begun = performance.now();
		if (x.isProfile(bytes)) return { found: yield* x.runProfile(engine, bytes, options), text: null, ms: performance.now() - begun };
		const found = yield* x.run(engine, bytes, options);
		const text = { bytes, starts, line: (n) => bytes.slice(starts[n - 1], n < starts.length ? starts[n] : bytes.length).replace(/[\r\n]+$/, "") };
		return { found, text, ms: performance.now() - begun };
	}

	function explain(input) {
		const mine = ++current;
		given = input;
		say("Reading…");
		unpacked(input).then((bytes) => { if (mine === current) read(bytes, mine); });
	}

	function read(input, mine) {
		withEngine(() => run(whole(input), function (r) {
			if (!r) return say("The file is compressed, and cannot be unpacked here: gunzip it, or ask sourcedive explain FILE.");
			const links = x.newLinks(sourcedive.root, versions);
			links.choose(r.found.answer.go, () => { if (mine === current) run(show(r, links), (ms) => document.dispatchEvent(new CustomEvent("explained", { detail: { ms } })), mine); });
		}, mine), mine);
	}

	/** Puts the answer together, the sentence first, one part after the other. */
	function* show(r, links) {
		const begun = performance.now(), a = r.found.answer, paste = r.text ? x.newPaste(r.text, a.blocks, links) : { box: el("div", "") };
		const jump = (lines) => lines[0] === 0 ? "" : button(lines[0] === lines[1] ? "line " + lines[0] : "lines " + lines[0] + "–" + lines[1], () => paste.show(lines));
		const stackOf = new Map();
		for (let k = 0; k < r.found.stacks.length; k++) {
			if ((k & 4095) === 0) yield;
			const st = r.found.stacks[k];
			if (st.id >= 0 && !stackOf.has(st.id)) stackOf.set(st.id, st);
		}
		const src = (st) => r.found.lines[st.from].src;
		const regroup = (state, minutes, has, all, done) => state === "" && minutes === 0 && has === "" ? done(all) : filtered(r.found, state, minutes, has, done);
		const parts = [
			() => x.showWaits(a, (id) => { const st = stackOf.get(id); return st ? x.decode(st.state) : ""; }),
			() => x.showBlocks(a, links, jump),
			() => x.showGroups(a, choices, regroup, (id) => { const st = stackOf.get(id); if (st) paste.show([src(st), src(st)]); }, links),
			() => x.showAncestry(a),
			...a.series.map((s) => () => x.showSeries(s)),
			() => a.blocks.length > 0 ? x.showVersion(a, engine.t.minors, choices, jump) : null,
			() => x.showLimits(a, r.found.stacks, jump),
			() => reading(a),
		];
		const unknown = a.unknown.reduce((n, u) => n + u.lines[1] - u.lines[0] + 1, 0), goroutines = a.groups.reduce((n, g) => n + g.count, 0);
		const facts = [!r.text ? "a profile in pprof's form" : x.plural(r.text.starts.length, "line") + (goroutines > 0 ? ", " + x.plural(goroutines, "goroutine") : "") + (unknown > 0 ? ", " + x.plural(unknown, "line") + " not recognised" : ", all recognised"),
			[a.go.low === "" ? "the release is not told" : el("b", "", a.go.low === a.go.high ? a.go.low : a.go.low + " to " + a.go.high), ", ", a.platform === "" ? "the system is not told" : a.platform[0] === "/" ? a.platform.slice(1) + ", the system is not told" : a.platform],
			"nothing was sent: it is read in this page"];
		const title = el("h1", "", a.summary), below = button("What you pasted", () => paste.box.scrollIntoView());
		below.className = "below-only";
		title.tabIndex = -1;
		paste.box.append(el("p", "acts", pressed("Paste another"), r.text ? button("Without names", () => share(paste.box, r.text.bytes)) : ""));
		const answer = el("article", "ans", ""), pasted = el("aside", "pasted", "");
		place.setAttribute("aria-busy", "true");
		place.replaceChildren(el("div", "head", title, el("p", "facts", facts.map((f) => el("span", "", f)), r.text ? below : "")), answer, pasted);
		place.hidden = false;
		ask.hidden = true;
		say("");
		title.focus({ preventScroll: true });
		for (const part of parts) {
			yield;
			const made = part(), node = made && made.next ? yield* made : made;
			if (!node) continue;
			answer.append(node);
			yield;
			void place.offsetHeight; // lays it out here, in a slice of its own
		}
		pasted.append(paste.box);
		yield;
		place.removeAttribute("aria-busy");
		return r.ms + performance.now() - begun;
	}

	function pressed(text) {
		const b = button(text, function () {
			current++;
			given = null;
			box.value = "";
			choices.set({ go: "", platform: "", state: "", min: "" });
			place.hidden = true;
			ask.hidden = false;
			box.focus();
		});
		b.className = "go";
		return b;
	}

	/** Groups of the goroutines that are in a state, have waited for long, or have a text in a frame. */
	function filtered(found, state, minutes, has, done) {
		function* steps() {
			const groups = yield* x.groups(found, { state: x.encode(state), minWait: minutes, with: x.encode(has) });
			for (const g of groups) for (const k of ["reason", "top", "createdBy"]) g[k] = x.decode(g[k]);
			return groups;
		}
		run(steps(), done, ++current);
	}

	/** The articles that the answer names, as far as this site has them. */
	function reading(a) {
		const links = [...document.querySelectorAll(".js-reading a")], fits = a.read.map((id) => links.find((l) => l.dataset.id === id)).filter((l) => l);
		return fits.length === 0 ? null : el("section", "", el("h2", "", "To read"), el("ul", "dots", fits.map((l) => el("li", "", x.link(l.href, l.textContent)))));
	}

	/** The copy to share, in a box of its own. */
	function share(parent, bytes) {
		parent.querySelectorAll(".to-share").forEach((c) => c.remove());
		run(x.redact(engine, bytes), function (copy) {
			const text = x.decode(copy), area = el("textarea", "");
			area.readOnly = true;
			area.rows = 10;
			area.value = text.length > HUGE ? text.slice(0, HUGE) : text;
			area.setAttribute("aria-label", "The text without names of your own");
			parent.append(el("div", "to-share", el("p", "small", "Names of your packages, types, functions and files are n1, n2, …; paths, values of panics and lines that are not the runtime's are gone." + (text.length > HUGE ? " Shown is the beginning; the copy is whole." : "")), area, x.copyButton(text)));
			area.focus();
		}, ++current);
	}

	// A text may come by the form, by a file, or from another page. A large one is not
	// put into the box, which would take longer than to explain it.
	sourcedive.explainHere = explain;
	box.addEventListener("paste", function (event) {
		const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
		if (text.length < HUGE || box.value !== "") return;
		event.preventDefault();
		explain(text);
	});
	const open = (file) => file.arrayBuffer().then((b) => explain(new Uint8Array(b)), () => say("The file could not be read."));
	const file = ask.querySelector("input[type=file]");
	file.addEventListener("change", () => { if (file.files.length > 0) open(file.files[0]); });
	document.addEventListener("dragover", (event) => event.preventDefault());
	document.addEventListener("drop", function (event) {
		event.preventDefault();
		const data = event.dataTransfer;
		if (data.files.length > 0) open(data.files[0]);
		else if (data.getData("text/plain")) explain(data.getData("text/plain"));
	});
	window.addEventListener("hashchange", function () {
		choices.read();
		if (given !== null) explain(given);
	});
	choices.read();
	const pasted = sourcedive.pasted();
	if (pasted !== "") {
		if (pasted.length < HUGE) box.value = pasted;
		explain(pasted);
	}
})();
