// Which releases can have printed a text: internal/explain/version.go and textclues.go.
(function () {
	"use strict";

	const x = window.sourcedive.explain;
	const { isDigit, digits, trimSpace, hexNumber, cut, between, trimPrefix, trimSuffix } = x;

	const bits = x.bits = function (m) { let n = 0; for (; m; m &= m - 1) n++; return n; };
	x.firstBit = (m) => m === 0 ? -1 : 31 - Math.clz32(m & -m);
	x.lastBit = (m) => 31 - Math.clz32(m);

	x.newClues = (t, lines) => new Clues(t, lines);

	class Clues {
		constructor(t, lines) {
			this.t = t;
			this.last = lines - 1;
			this.all = 2 ** t.minors.length - 1;
			this.list = [];
			this.seen = new Set();
			this.texts = new Set();
			this.states = new Set();
			this.inlined = this.since(12, 0);
		}

		add(what, mask, weight, line) {
			if (mask === 0 || mask === this.all || this.seen.has(what)) return;
			this.seen.add(what);
			this.list.push({ what, mask, weight, line });
		}

		form(id, has, weight, line) {
			for (const f of this.t.words.forms) {
				if (f.id !== id) continue;
				if (has) this.add(id, f.m, weight, line);
				else if (line !== this.last) this.add(id + " is missing", this.all & ~f.m, weight, line);
			}
		}

		since(minor, end) {
			let mask = 0;
			this.t.minors.forEach(function (name, i) {
				const n = x.atoi(trimPrefix(name, "1."));
				if (n >= minor && (end === 0 || n < end)) mask |= 1 << i;
			});
			return mask;
		}

		*frames(p, index) {
			const seen = new Set(), made = new Set();
			for (let k = 0; k < p.stacks.length; k++) {
				if ((k & 63) === 0) yield;
				const st = p.stacks[k];
				for (let i = 0; i < st.frames.length; i++) {
					const f = st.frames[i];
					if (f.file === "" || f.fn === "") continue;
					const callee = i > 0 && x.isStd(st.frames[i - 1].fn) ? st.frames[i - 1].fn : "";
					if (seen.size > 2000) continue;
					const key = f.fn + "\n" + f.file + "\n" + f.line + "\n" + callee;
					if (seen.has(key)) continue;
					seen.add(key);
					if ((seen.size & 15) === 0) yield;
					this.frame(index, f.fn, f.file, f.line, callee, f.at);
				}
				const c = st.createdBy;
				const key = c.fn + "\n" + c.file + "\n" + c.line;
				if (c.file === "" || made.has(key)) continue;
				made.add(key);
				this.frame(index, c.fn, c.file, c.line, "", c.at);
			}
		}

		frame(index, fn, file, line, callee, at) {
			const std = index.stdFile(file);
			if (std === "") return;
			const mask = index.inRange(std, fn, line), base = std.slice(std.lastIndexOf("/") + 1);
			this.add(base + ":" + line + " is in " + x.bareName(fn), mask, 1, at);
			if (callee === "" || mask === 0) return;
			const call = index.calling(std, fn, line, x.inClosure(callee) ? "func" : x.bareName(callee));
			if (call !== 0 && call !== mask) this.add(base + ":" + line + " calls " + x.bareName(callee), call, 1, at);
		}

		*rows(p, index) {
			for (const it of p.items) {
				if (it.kind !== "pprof") continue;
				for (let i = it.from; i <= it.to; i++) {
					if ((i & 31) === 0) yield;
					const row = x.readRow(trimSpace(p.lines[i].text));
					if (!row || !x.isStd(row.name)) continue;
					if (!row.name.includes("(") && !x.inClosure(row.name)) this.add("there is " + row.name, index.exists(row.name), 1, i);
					if (row.file !== "") this.frame(index, row.name, row.file, row.line, "", i);
				}
			}
		}

		decide() {
			if (this.list.length === 0) return { low: 0, high: -1 };
			let total = 0;
			const scores = this.t.minors.map(() => 0);
			for (const k of this.list) {
				total += k.weight;
				for (let m = 0; m < scores.length; m++) if (k.mask >> m & 1) scores[m] += k.weight;
			}
			const best = Math.max(...scores), slack = best < total ? 0.5 + 0.04 * total : 0;
			const r = { low: -1, high: 0 };
			scores.forEach(function (s, m) {
				if (s < best - slack) return;
				if (r.low < 0) r.low = m;
				r.high = m;
			});
			return r;
		}

		evidence(r, lines) {
			const list = this.list.slice().sort((a, b) => bits(a.mask) - bits(b.mask));
			const out = list.slice(0, 8).map((k) => {
				let fits = false;
				for (let m = r.low; m <= r.high; m++) fits = fits || (k.mask >> m & 1) === 1;
				return { what: k.what + (fits ? "" : " (does not fit the rest)"), low: this.name(x.firstBit(k.mask)), high: this.name(x.lastBit(k.mask)), lines: [lines[k.line].src] };
			});
			const more = list.length - out.length;
			if (more > 0) out.push({ what: x.count(more, "more detail") + " of the text", low: this.name(r.low), high: this.name(r.high), lines: [] });
			return out;
		}

		name(minor) { return minor < 0 || minor >= this.t.minors.length ? "" : "go" + this.t.minors[minor]; }

		*forms(p) {
			yield* this.headers(p);
			yield* this.args(p);
			yield* this.heap(p);
			for (let k = 0; k < p.items.length; k++) {
				if ((k & 63) === 0) yield;
				const it = p.items[k];
				if (it.kind === "sched") yield* this.eachLine(p, it, this.sched);
				else if (it.kind === "gc") yield* this.eachLine(p, it, this.gc);
				else if (it.kind === "signal") yield* this.eachLine(p, it, this.signal);
				else if (it.kind === "message") this.message(p, it);
			}
		}

		*eachLine(p, it, read) {
			for (let i = it.from; i <= it.to; i++) {
				if ((i & 127) === 0) yield;
				read.call(this, trimSpace(p.lines[i].text), i);
			}
		}

		*headers(p) {
			let created = 0, within = 0, createdAt = 0, inAt = 0;
			for (let k = 0; k < p.stacks.length; k++) {
				if ((k & 255) === 0) yield;
				const st = p.stacks[k];
				if (st.gp !== "") this.form("header with gp= m= mp=", true, 1, st.from);
				if (st.createdBy.fn !== "" && st.origin === 0) {
					created++;
					createdAt = st.createdBy.at;
					if (st.creator >= 0) {
						within++;
						inAt = createdAt;
					}
				}
				if (st.elided && st.origin === 0) {
					for (let i = st.from; i <= st.to; i++) {
						const t = trimSpace(p.lines[i].text);
						if (x.elision(t)) this.form("N frames elided", !t.includes("additional"), 1, i);
					}
				}
				if (st.durable) this.form("(durable)", true, 1, st.from);
				if (st.leaked) this.form("(leaked)", true, 1, st.from);
				if (st.bubble.startsWith("synctest ")) this.form(st.bubble.slice(0, st.bubble.lastIndexOf(" ")), true, 1, st.from);
				if (st.labels !== "") {
					if (st.title.includes(" labels:{")) this.form("labels inside the brackets", true, 1, st.from);
					else this.add("labels after the brackets", this.since(27, 0), 1, st.from);
				}
				this.state(st.state, st.frames, st.from);
			}
			if (within > 0) this.form("created by F in goroutine N", true, 1, inAt);
			else if (created > 0) this.form("created by F in goroutine N", false, 0.5, createdAt);
		}

		reasons(text) { return this.t.words.reasons.filter((w) => w.t === text); }

		state(state, frames, at) {
			if (state === "") return;
			if (!this.states.has(state)) {
				this.states.add(state);
				let mask = 0;
				for (const w of this.reasons(state)) mask |= w.m;
				this.add("[" + state + "]", mask, 1, at);
			}
			if (state !== "semacquire") return;
			for (const f of frames.slice(0, 5)) {
				const reason = lockWaits[f.fn];
				if (!reason) continue;
				for (const w of this.reasons(reason)) this.add("[semacquire] in " + f.fn, this.all & ~w.m, 1, at);
				return;
			}
		}

		*args(p) {
			let flat = true, flatAt = 0, words = 0;
			for (let k = 0; k < p.stacks.length; k++) {
				if ((k & 127) === 0) yield;
				for (const f of p.stacks[k].frames) {
					const braces = f.args.includes("{");
					if (f.args.includes("?")) {
						this.form("? after a value that may be stale", true, 1, f.at);
						flat = false;
					}
					if (braces) {
						this.form("aggregate arguments in braces", true, 1, f.at);
						flat = false;
					}
					if (f.args === "..." && f.plain && f.file !== "" && !f.pc) this.add("inlined call f(...)", this.inlined, 0.5, f.at);
					if (f.pc) this.form("pc= in frames", true, 1, f.at);
					if (!f.args.includes("0x")) continue;
					const n = x.countOf(f.args, "0x");
					if (n >= 2 && (f.fn === "runtime.throw" || f.fn === "panic") && !braces) this.form("aggregate arguments in braces", false, 1, f.at);
					if (!f.file.endsWith(".s")) {
						words += n;
						flatAt = f.at;
					}
				}
			}
			if (flat && words >= 8) this.form("aggregate arguments in braces", false, 0.5, flatAt);
		}

		*heap(p) {
			for (let k = 0; k < p.stacks.length; k++) {
				if ((k & 127) === 0) yield;
				for (const f of p.stacks[k].frames) {
					if (!f.args.includes("0xc") || f.fn.startsWith("runtime.")) continue;
					for (const base of heapBases) {
						if (this.seen.has(base.what)) continue;
						const j = f.args.indexOf(base.prefix);
						if (j >= 0 && hexNumber(f.args, j) - j === 12) this.add(base.what, this.since(base.since, base.end), 0.5, f.at);
					}
				}
			}
		}

		sched(t, i) {
			if (t.startsWith("SCHED ")) {
				this.form("needspinning=", t.includes("needspinning="), 1, i);
				if (t.endsWith("]") || t.includes("schedticks=")) this.form("schedticks=", t.includes("schedticks="), 1, i);
			}
			if (t.startsWith("P") && t.includes("gfreecnt=")) this.form("timerslen=", t.includes("timerslen="), 1, i);
			if (t.startsWith("M") && t.includes("dying=")) {
				this.form("helpgc=", t.includes("helpgc="), 1, i);
				if (t.includes("p=nil") || t.includes("p=-1")) this.form("m=nil", t.includes("p=nil"), 1, i);
			}
			if (t.startsWith("G")) {
				const reason = between(t, "(", ") m=");
				if (reason) this.state(reason, [], i);
			}
		}

		gc(t, i) {
			if (t.startsWith("gc ") && t.includes(" MB goal, ")) {
				this.form("MB stacks, MB globals", t.includes(" MB stacks, "), 1, i);
				const clock = x.within(t, "%: ", " ms clock");
				if (x.countOf(clock, "+") === 4) this.add("five clock times in a gc line", this.since(5, 6), 1, i);
				else this.add("three clock times in a gc line", this.since(6, 0), 1, i);
			} else if (t.startsWith("scvg")) this.form("scvg lines", true, 1, i);
			else if (t.startsWith("scav ")) {
				this.form("scav lines", true, 1, i);
				this.form("scav (bg) (eager) now", t.includes("(eager)"), 1, i);
			}
		}

		signal(t, i) {
			if (t.startsWith("[signal ")) this.form("[signal with the signal's name", !t.startsWith("[signal 0x"), 1, i);
			else if (t.startsWith("PC=0x") && t.includes(" m=")) {
				this.form("sigcode= after PC=", t.includes(" sigcode="), 1, i);
				if (t.includes(" addr=")) this.form("addr= after sigcode=", true, 1, i);
			}
		}

		message(p, it) {
			const msg = it.message;
			if (this.texts.has(msg.body)) return;
			this.texts.add(msg.body);
			if (msg.recovered !== "") {
				const text = (i) => trimSpace(p.lines[i].text);
				if (msg.recovered.includes("repanicked")) this.form("[recovered, repanicked]", true, 1, it.from);
				else if (it.to + 1 < p.lines.length && text(it.to + 1).startsWith("panic: " + trimPrefix(trimSuffix(text(it.from), " " + msg.recovered), "panic: "))) {
					this.form("[recovered, repanicked]", false, 1, it.from);
				}
			}
			if (msg.matches.length === 0 || msg.cut) return;
			if (msg.matches[0].weight < 12 && msg.matches[0].caps.length > 0) return;
			let mask = 0, thrown = 0;
			for (const m of msg.matches) {
				mask |= x.messageIn(m.msg);
				if (m.msg.k === "throw") thrown |= x.messageIn(m.msg);
			}
			this.add('the wording "' + x.cutText(msg.body, 60) + '"', mask, 1, it.from);
			if (msg.kind !== "fatal") return;
			const st = x.stackAfter(p, it.to + 1);
			if (!st || st.id < 0 || st.from - it.to > 3 || st.gp !== "") return;
			for (const f of this.t.words.forms) {
				if (f.id === "header with gp= m= mp=") this.add("no gp= in the header after a throw", this.all & ~(f.m & thrown), 1, st.from);
			}
		}
	}

	x.messageIn = function (msg) {
		let mask = 0;
		for (const p of msg.p) mask |= p.m;
		return mask;
	};

	const lockWaits = {
		"sync.(*Mutex).Lock": "sync.Mutex.Lock", "sync.(*RWMutex).RLock": "sync.RWMutex.RLock", "sync.(*RWMutex).Lock": "sync.RWMutex.Lock",
		"sync.(*WaitGroup).Wait": "sync.WaitGroup.Wait", "sync.(*Cond).Wait": "sync.Cond.Wait",
	};
	const heapBases = [["0xc82", 5, 7], ["0xc42", 7, 11], ["0xc000", 11, 26]].map(([prefix, since, end]) => ({ prefix, since, end, what: "addresses begin with " + prefix }));

	x.minorNamed = function (minors, version) {
		const parts = trimPrefix(version, "go").split(".");
		return parts.length < 2 ? -1 : minors.indexOf(parts[0] + "." + parts[1].slice(0, digits(parts[1], 0)));
	};

	/** Gives [version, at]. */
	x.statedVersion = function* (p, index) {
		for (let i = 0; i < p.lines.length; i++) {
			if ((i & 1023) === 0) yield;
			const text = p.lines[i].text;
			if (!text.includes("go")) continue;
			const rest = between(text, "go version go", "");
			const v = rest === null ? "" : versionIn("go" + rest);
			if (v !== "") return [v, i];
			const info = between(text, 'go_info{version="', '"');
			if (info !== null && versionIn(info) !== "") return [versionIn(info), i];
		}
		for (let k = 0; k < p.stacks.length; k++) {
			if ((k & 255) === 0) yield;
			for (const f of p.stacks[k].frames) {
				const v = x.pathVersion(index, f.file);
				if (v !== "") return [v, f.at];
			}
		}
		for (const it of p.items) {
			for (let i = it.from; i <= it.to && it.kind === "pprof"; i++) {
				const row = x.readRow(trimSpace(p.lines[i].text));
				const v = row && row.file !== "" ? x.pathVersion(index, row.file) : "";
				if (v !== "") return [v, i];
			}
		}
		return ["", 0];
	};

	x.pathVersion = function (index, file) {
		const std = index.stdFile(file);
		return std !== "" && file.length > std.length ? versionIn(file.slice(0, file.length - std.length)) : "";
	};

	x.builderPaths = ["/workdir/go/src/", "/tmp/workdir/go/src/"];

	x.fromBuilder = (p) => frameWhere(p, (f) => f.file.includes("workdir/go") && x.builderPaths.some((b) => f.file.startsWith(b)));
	x.olderThanTables = (p) => frameWhere(p, (f) => f.file.endsWith(".c") && f.file.slice(0, f.file.lastIndexOf("/") + 1).endsWith("/src/runtime/"));

	/** The index of the line of the first frame that fits, or -1. */
	function* frameWhere(p, fits) {
		for (let k = 0; k < p.stacks.length; k++) {
			if ((k & 255) === 0) yield;
			for (const f of p.stacks[k].frames) if (fits(f)) return f.at;
		}
		return -1;
	}

	function versionIn(s) {
		for (let from = s.length; ;) {
			const i = s.slice(0, from).lastIndexOf("go1.");
			if (i < 0) return "";
			let end = digits(s, i + 4);
			if (end > i + 4) {
				if (end + 1 < s.length && s[end] === "." && isDigit(s, end + 1)) end = digits(s, end + 1);
				return s.slice(i, end);
			}
			from = i;
		}
	}
})();
