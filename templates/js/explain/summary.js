// The answer in one sentence, and what to do next: internal/explain/summary.go.
(function () {
	"use strict";

	const x = window.sourcedive.explain;
	const { count, sentenceCase, trimSpace, trimSuffix, cutText } = x;

	x.summary = function* (r, a) {
		for (const say of [sayMessage, sayRace, saySignal, sayWaits, sayGroups, saySeries, sayOther]) {
			let s = say(r, a);
			if (typeof s !== "string") s = yield* s;
			if (s !== "") return s;
		}
		return a.unknown.length > 0 ? "Nothing in this text is recognised as printed by the Go runtime." : "The text is empty.";
	};

	const rank = { fatal: 3, panic: 2, print: 1 };

	function firstMessage(r) {
		let best = null;
		for (const it of r.items) {
			if (it.message && (!best || rank[it.message.kind] > rank[best.message.kind])) best = it;
		}
		return best;
	}

	const blames = { program: ", a fault of the program", runtime: ", thrown by the runtime", system: ", for the system refused what it asked for", goroutine: "", "": "" };

	function sayMessage(r) {
		const it = firstMessage(r);
		if (!it) return "";
		const text = cutText(it.message.body, 160), c = r.cause(it);
		if (!c) {
			if (it.message.kind === "panic") return "A goroutine panicked with a value of the program's own: " + text;
			return 'The program ended with "' + text + '", a text that no release here prints.';
		}
		if (it.message.kind === "fatal") {
			return 'The program ended with "' + text + '"' + (c.others.length > 0 ? "" : ", in " + c.symbol) + blames[r.blame(it.message)] + ".";
		}
		if (it.message.kind === "panic") return "A goroutine panicked: " + trimSuffix(text, ".") + ".";
		return 'The runtime said "' + text + '", in ' + c.symbol + ".";
	}

	function* sayRace(r) {
		let n = 0;
		for (let i = 0; i < r.lines.length; i++) {
			if ((i & 4095) === 0) yield;
			if (r.lines[i].text.includes("WARNING: DATA RACE")) n++;
		}
		return n === 0 ? "" : "The race detector reports " + count(n, "data race") + ".";
	}

	function saySignal(r, a) {
		const b = a.blocks.find((k) => k.kind === "signal");
		if (!b) return "";
		const line = r.lines.find((l) => l.src === b.lines[0]), t = trimSpace(line ? line.text : "");
		if (t.startsWith("SIGQUIT")) {
			const s = sayGroups(r, a);
			return "A dump that was asked for with SIGQUIT." + (s === "" ? "" : " " + s);
		}
		return x.signalText(r, t) || "The program was stopped by a signal.";
	}

	function sayWaits(r, a) {
		const held = a.waits.filter((w) => w.holder !== 0), w = held[0];
		if (!w) return "";
		const holder = new Map(held.map((v) => [v.goroutine, v.holder]));
		if (holder.get(w.holder) === w.goroutine) return "Goroutines " + w.goroutine + " and " + w.holder + " wait for locks that each likely holds against the other.";
		return "Goroutine " + w.goroutine + " waits for " + w.for + ", which goroutine " + w.holder + " likely holds.";
	}

	function sayGroups(r, a) {
		if (a.groups.length === 0) return "";
		let total = 0;
		for (const g of a.groups) total += g.count;
		let g = a.groups[0];
		let s = sentenceCase(count(total, "goroutine")) + " with " + count(a.groups.length, "different stack");
		if (total === 1) s = "One goroutine";
		else if (g.count > 1) s += "; " + g.count + " share one";
		else {
			g = longest(a.groups);
			if (!g) return s + ".";
			s += "; one waits";
		}
		if (g.reason !== "") s += " [" + g.reason + "]";
		if (g.maxWait > 0) s += " for " + count(g.maxWait, "minute") + " or longer";
		if (g.top !== "") s += " at " + g.top;
		return s + ".";
	}

	/** The group that has waited the longest, in the program's own functions if there is one; or null. */
	function longest(groups) {
		let best = null;
		for (const own of [true, false]) {
			for (const g of groups) {
				if (g.maxWait > (best ? best.maxWait : 0) && (!own || !x.isStd(trimSpace(g.top.slice(0, g.top.lastIndexOf(" ") + 1))))) best = g;
			}
			if (best) break;
		}
		return best;
	}

	const names = {
		sched: "of the scheduler's state", gc: "about cycles of the collector", pacer: "of the collector's pacer", scav: "of the scavenger", scvg: "of the scavenger",
	};

	function saySeries(r, a) {
		const s = a.series[0];
		if (!s) return "";
		const text = s.kind === "memstats" ? "Statistics of the memory allocator." : sentenceCase(count(s.rows.length, "line")) + " " + names[s.kind] + ".";
		return s.findings.length > 0 ? trimSuffix(text, ".") + ": " + s.findings[0] : text;
	}

	function sayOther(r, a) {
		const b = a.blocks.find((k) => k.text !== "");
		if (b) return b.text.includes(". ") ? x.before(b.text, ". ") + "." : b.text;
		return a.blocks.length > 0 ? "Lines of a Go program's output, without a message of the runtime." : "";
	}

	x.next = function* (r, a) {
		const out = [];
		const add = (list) => { for (const n of list) if (!out.some((o) => o.run === n.run)) out.push({ run: n.run, why: n.why }); };
		for (const it of r.items) {
			if (!it.message) continue;
			yield;
			const c = r.cause(it), note = c && r.note(c);
			if (note) add(note.next);
		}
		yield;
		for (const b of a.blocks) {
			const note = b.kind === "stack" ? null : r.notes.get(b.symbol);
			if (note) add(note.next);
		}
		nextOfDump(r, a, (run, why) => add([{ run, why }]));
		if (out.length === 0 && a.unknown.length > 0 && a.blocks.length === 0) {
			add([{ run: "sourcedive search WORDS", why: "look for the words in the runtime's source and messages" }]);
		}
		return out;
	};

	function nextOfDump(r, a, add) {
		const it = firstMessage(r);
		if (it && it.message.kind === "fatal" && oneGoroutine(r, it)) {
			add("GOTRACEBACK=all", "since go1.26 a fatal error of the program prints one goroutine; this prints them all");
		}
		if (a.waits.some((w) => w.holder === 0 && x.forLock(w))) {
			add("kill -QUIT PID", "prints all goroutines and ends the program; look for the address of the lock in another's frames");
			add("curl 'localhost:6060/debug/pprof/goroutine?debug=2'", "the same without ending it, where net/http/pprof is served");
		}
		if (a.groups.length > 0 && a.groups[0].count >= 10) {
			add("curl 'localhost:6060/debug/pprof/goroutine?debug=1'", "counts goroutines by stack; twice, minutes apart, it shows which group grows");
		}
	}

	function oneGoroutine(r, it) {
		if (r.blame(it.message) !== "program" || r.stacks.length !== 1 || r.stacks[0].state !== "running") return false;
		const f = r.t.words.forms.find((k) => k.id === "one goroutine after a fatal error");
		return f !== undefined && (f.m & r.mask) === r.mask;
	}
})();
