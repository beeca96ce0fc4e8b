// The answer in one sentence, and what to do next: internal/explain/summary.go.
(function () {
	"use strict";

	const x = window.sourcedive.explain;
	const { count, sentenceCase, trimSpace, trimSuffix, cutText } = x;

	x.summary = function* (r, a) {
		for (const say of [sayMessage, sayRace, saySignal, sayWaits, sayGroups, saySeries, sayText, sayOther]) {
			let s = say(r, a);
			if (typeof s !== "string") s = yield* s;
			if (s !== "") return s;
		}
		return a.unknown.length > 0 ? "Nothing in this text is recognised as printed by the Go runtime." : "The text is empty.";
	};

	const rank = { fatal: 3, panic: 2, print: 1, text: 0 };

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
		const text = cutText(it.message.body, 160), c = r.cause(it), at = failedAt(r, it);
		if (!c) {
			if (it.message.kind === "panic") return "A goroutine panicked" + at + " with a value of the program's own: " + text;
			return 'The program ended with "' + text + '", a text that no release here prints.';
		}
		if (it.message.kind === "fatal") {
			return 'The program ended with "' + text + '"' + (c.others.length > 0 ? "" : ", in " + c.symbol) + blames[r.blame(it.message)] + at + ".";
		}
		if (it.message.kind === "text") return "";
		if (it.message.kind === "panic") return "A goroutine panicked: " + trimSuffix(x.outOfRange(text) || text, ".") + at + ".";
		return 'The runtime said "' + text + '", in ' + c.symbol + ".";
	}

	/** The program's own function in which a message was, if the goroutine below it ran. */
	function failedAt(r, it) {
		const st = r.stacks.find((s) => s.from >= it.to && x.isGoroutine(s)), lost = st && it.message.recovered !== "" && x.panicked(st) === 0;
		const f = st && !lost && st.state === "running" ? x.own(st) : null;
		return f ? " at " + x.where(f) : "";
	}

	function sayText(r) {
		const it = firstMessage(r);
		if (!it || it.message.kind !== "text") return "";
		const text = cutText(it.message.body, 160);
		if (x.endsProgram(it.message)) return '"' + text + '" is what a release ends a program with, behind "fatal error: ", which this line lacks.';
		return '"' + text + '" is the text of an error, which package ' + x.splitFunc(r.cause(it).symbol)[0] + " makes; that a goroutine panicked with it is not said.";
	}

	function* sayRace(r) {
		let n = 0, first = r.lines.length;
		for (let i = 0; i < r.lines.length; i++) {
			if ((i & 4095) === 0) yield;
			if (!r.lines[i].text.includes("WARNING: DATA RACE")) continue;
			n++;
			first = Math.min(first, i);
		}
		if (n === 0) return "";
		const accesses = r.stacks.filter((st) => st.from > first && st.title.includes(" at 0x") && x.own(st)).slice(0, 2).map((st) => x.lower(x.before(st.title, " at 0x")) + " at " + x.where(x.own(st)));
		return "The race detector reports " + count(n, "data race") + (accesses.length === 2 ? (n === 1 ? ": " : "; the first: ") + accesses.join(", ") : "") + ".";
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
		let total = 0, stacks = 0;
		for (const g of a.groups) {
			if (g.kind === "runtime") continue;
			total += g.count;
			stacks++;
		}
		if (total === 0) return "Goroutines of the runtime's own, and none of the program's.";
		let g = a.groups[0];
		let s = sentenceCase(count(total, "goroutine")) + " with " + count(stacks, "different stack");
		if (total === 1) s = "One goroutine";
		else if (g.count > 1) s += "; " + g.count + " share one";
		else {
			g = longest(a.groups);
			if (!g) {
				const usual = Math.max(0, ...a.groups.filter((k) => k.kind === "usual").map((k) => k.maxWait));
				return s + (usual > 0 ? "; the longest waits, up to " + count(usual, "minute") + ", are such as healthy programs have." : ".");
			}
			s += "; one waits";
		}
		if (g.reason !== "") s += " [" + g.reason + "]";
		if (g.maxWait > 0) s += " for " + count(g.maxWait, "minute") + " or longer";
		if (g.top !== "") s += " at " + g.top;
		return s + ".";
	}

	/** The group that has waited the longest, not as usual and in the program's own functions if there is one; or null. */
	function longest(groups) {
		let best = null;
		for (const own of [true, false]) {
			for (const g of groups) {
				if (g.kind === "" && g.maxWait > (best ? best.maxWait : 0) && (!own || !x.isStd(trimSpace(g.top.slice(0, g.top.lastIndexOf(" ") + 1))))) best = g;
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
		if (forbiddenCall(r)) add([{ run: "go get -u golang.org/x/sys && go build", why: "as a rule it is an old golang.org/x/sys that makes system calls on macOS past the system's library" }]);
		for (const it of r.items) {
			if (!it.message) continue;
			yield;
			const c = r.cause(it), note = c && r.note(c);
			if (note) add(note.next);
		}
		yield;
		for (const b of a.blocks) {
			const note = blockNote(r, b);
			if (note) add(note.next);
		}
		nextOfDump(r, a, (run, why) => add([{ run, why }]));
		if (out.length === 0 && a.unknown.length > 0 && a.blocks.length === 0) {
			add([{ run: "sourcedive search WORDS", why: "look for the words in the runtime's source and messages" }]);
		}
		return out;
	};

	/** The note about what a block is about, where that is no message: these have their own. */
	function blockNote(r, b) {
		if (b.kind === "pprof" || b.kind === "strace") return r.notes.get("profile " + b.symbol);
		if (b.kind === "tool") return r.notes.get("tool " + trimSpace(lineAt(r, b.lines[0])));
		return b.kind === "stack" ? undefined : r.notes.get(b.symbol);
	}

	function lineAt(r, src) {
		const line = r.lines.find((l) => l.src === src);
		return line ? line.text : "";
	}

	const mostRead = 3, manyAlike = 10;

	/** What to read: IDs of case studies. */
	x.read = function* (r, a) {
		const out = [];
		const add = (list) => { for (const id of list) if (out.length < mostRead && !out.includes(id) && !(id === "corruption" && (nilFault(r) || forbiddenCall(r)))) out.push(id); };
		const noted = function (it) {
			const c = r.cause(it), note = c && r.note(c);
			if (note) add(note.read);
		};
		const first = firstMessage(r);
		if (first) noted(first);
		for (const it of r.items) {
			if (!it.message) continue;
			yield;
			noted(it);
		}
		for (const b of a.blocks) {
			const note = blockNote(r, b);
			if (note) add(note.read);
		}
		yield;
		const g = a.groups[0];
		if (out.length === 0 && g) {
			if (a.waits.some(x.forLock)) add(["lockchain"]);
			if (g.count >= manyAlike && x.hasAny(g.reason, "chan ", "select", "semacquire", "sync.")) add(["leak"]);
		}
		if (out.length === 0 && a.blocks.length > 0) add(["wild"]);
		return out;
	};

	/** Whether a fault was at the address that macOS plants. */
	const forbiddenCall = (r) => r.items.some((it) => it.kind === "signal" && r.lines[it.from].text.includes("addr=0xb01dfacedebac1e"));

	/** Whether a fault was at an address so small that a pointer was nil. */
	function nilFault(r) {
		return r.items.some(function (it) {
			if (it.kind !== "signal") return false;
			for (let k = it.from; k <= it.to; k++) {
				const v = x.number(x.field(r.lines[k].text, "addr"));
				if (v !== null && v < 4096) return true;
			}
			return false;
		});
	}

	/** Whether the program had ended when the text was printed, or was about to. */
	const over = (r) => r.items.some((it) => it.message ? it.message.kind === "fatal" || it.message.kind === "panic" : it.kind === "signal" && x.hasAny(trimSpace(r.lines[it.from].text), "SIG", "Exception 0x"));

	function nextOfDump(r, a, add) {
		const it = firstMessage(r);
		if (it && it.message.kind === "fatal" && oneGoroutine(r, it)) {
			add("GOTRACEBACK=all", "since go1.26 a fatal error of the program prints one goroutine; this prints them all");
		}
		const unheld = a.waits.find((w) => w.holder === 0 && x.forLock(w)), ended = over(r), whole = a.groups.reduce((n, g) => n + g.count, 0) > 1;
		if (unheld && whole) {
			add("sourcedive explain FILE --with " + unheld.for.slice(unheld.for.lastIndexOf(" ") + 1), "groups only the goroutines that have this lock in their arguments");
		}
		if (unheld && !whole && !ended) {
			add("kill -QUIT PID", "prints all goroutines and ends the program; look for the address of the lock in another's frames");
			add("curl 'localhost:6060/debug/pprof/goroutine?debug=2'", "the same without ending it, where net/http/pprof is served");
		}
		if (whole && !ended) add("take another dump some minutes later", "goroutines that stand in both at the same line, with more minutes, are those that hang; a group that has grown leaks");
		const g = longest(a.groups);
		if (whole && g) add("sourcedive explain FILE --min-wait " + g.maxWait, "groups only the goroutines that have waited as long as the longest");
	}

	function oneGoroutine(r, it) {
		if (r.blame(it.message) !== "program" || r.stacks.length !== 1 || r.stacks[0].state !== "running") return false;
		const f = r.t.words.forms.find((k) => k.id === "one goroutine after a fatal error");
		return f !== undefined && (f.m & r.mask) === r.mask;
	}
})();
