// Lines become blocks and stacks: internal/explain/parse.go.
(function () {
	"use strict";

	const x = window.sourcedive.explain;
	const { trimSpace, trim, last } = x;
	const maxLine = x.maxLine = 64 << 10, maxPanicText = 200, mostUnknown = 5000;

	x.stackAfter = function (p, i) {
		let a = 0, b = p.stacks.length;
		while (a < b) {
			const k = (a + b) >> 1;
			if (p.stacks[k].from < i) a = k + 1;
			else b = k;
		}
		return p.stacks[a] || null;
	};

	x.parse = function* (lines, matcher) {
		const p = new Parser(yield* dropDoubleSpacing(lines), matcher);
		for (let i = 0; i < p.lines.length; i++) {
			if ((i & 63) === 0 || p.lines[i].text.length > 4096) yield;
			if (i > 0 && p.lines[i].stream !== p.lines[i - 1].stream) p.blank();
			p.line(i);
		}
		yield* p.braces();
		p.texts();
		return { lines: p.lines, items: p.items, stacks: p.stacks };
	};

	function* dropDoubleSpacing(lines) {
		const full = [];
		for (let i = 0; i < lines.length; i++) {
			if ((i & 4095) === 0) yield;
			if (trimSpace(lines[i].text) !== "") full.push(lines[i]);
		}
		return (lines.length - full.length) * 100 < 45 * lines.length || lines.length < 8 ? lines : full;
	}

	/** Whether the program asked for a stack, which then is no sign of a panic. */
	const printsItself = (st) => st.frames.length > 0 && st.frames[0].fn.startsWith("runtime/debug.") && x.panicked(st) === 0;

	class Parser {
		constructor(lines, matcher) {
			this.lines = lines;
			this.items = [];
			this.stacks = [];
			this.matcher = matcher;
			this.open = null;
			this.pending = []; // {stack, frame, at}
			this.panicText = null;
			this.unknowns = 0;
		}

		*braces() {
			const near = (k) => this.items[k] && this.items[k].kind === "memstats";
			for (let n = 0; n < this.items.length; n++) {
				if ((n & 1023) === 0) yield;
				const it = this.items[n];
				if (it.kind !== "unknown" || it.from !== it.to || trim(this.lines[it.from].text, " {},[]") !== "") continue;
				if (near(n - 1) || near(n + 1)) it.kind = "memstats";
			}
		}

		texts() {
			this.items.forEach((it, n) => {
				if (!it.message || !it.message.bare) return;
				const next = this.items.slice(n + 1, n + 64).find((k) => k.kind !== "signal");
				if (!next || next.kind !== "stack" || printsItself(next.stack)) it.message.kind = "text";
			});
		}

		line(i) {
			let s = this.lines[i].text;
			if (s.length > maxLine) s = s.slice(0, maxLine);
			const t = trimSpace(s);
			if (t === "") return this.blank();
			if (this.stackLine(i, s, t)) return void (this.panicText = null);
			const kind = x.form(s);
			if (kind !== "") {
				this.panicText = null;
				if (kind === "race" && t.endsWith(":")) return this.openStack(i, x.newStack(t), "race");
				return this.add(kind, i);
			}
			const like = this.likeNeighbour(i, s, t);
			if (like !== "") return this.add(like, i);
			const msg = x.readMessage(this.matcher, t, this.unknowns < mostUnknown, i === this.lines.length - 1);
			if (msg && !(msg.kind === "print" && this.panicText && msg.matches[0].weight < 2 * x.looseWeight)) {
				msg.from = msg.to = i;
				this.items.push({ kind: "message", from: i, to: i, message: msg, stack: null });
				this.panicText = msg.kind === "panic" && !msg.bare ? msg : null;
				this.open = null;
				return;
			}
			if (this.panicText && i - this.panicText.from < maxPanicText) {
				this.panicText.to = i;
				last(this.items).to = i;
				return;
			}
			this.unknowns++;
			this.add("unknown", i);
		}

		likeNeighbour(i, s, t) {
			const it = last(this.items);
			if (!it || it.to !== i - 1) return "";
			return it.kind === "pprof" && x.traceRow(s) || it.kind === "strace" && x.straceRow(t) ? it.kind : "";
		}

		blank() {
			this.open = this.panicText = null;
			this.pending.length = 0;
		}

		add(kind, i) {
			const it = last(this.items);
			if (it && it.kind === kind && !it.stack && !it.message) {
				if (i - it.to === 1 || this.onlyBlank(it.to + 1, i) && kind !== "unknown") return void (it.to = i);
			}
			this.items.push({ kind, from: i, to: i, message: null, stack: null });
		}

		onlyBlank(from, to) {
			for (let i = from; i < to; i++) if (trimSpace(this.lines[i].text) !== "") return false;
			return true;
		}

		openStack(i, st, kind) {
			st.from = st.to = i;
			st.item = this.items.length;
			st.origin = x.originOf(st.title);
			this.open = st;
			this.panicText = null;
			this.stacks.push(st);
			this.items.push({ kind, from: i, to: i, message: null, stack: st });
		}

		extend(st, i) {
			st.to = Math.max(st.to, i);
			this.items[st.item].to = st.to;
		}

		stackLine(i, s, t) {
			const isLast = i === this.lines.length - 1;
			if (t[0] === ">") t = x.trimLeft(t, "> ");
			if (t.startsWith("goroutine ")) {
				const st = x.header(t, isLast);
				if (st) {
					this.openStack(i, st, "stack");
					return true;
				}
				if (t.startsWith("goroutine running on other thread")) {
					if (this.open) {
						this.open.unavailable = true;
						this.extend(this.open, i);
					}
					return this.open !== null;
				}
			}
			if (t === "runtime stack:" || t.startsWith("[originating from goroutine ")) {
				this.openStack(i, x.newStack(t), "stack");
				return true;
			}
			const f = x.position(s, this.pending.length > 0);
			if (f) return this.position(i, f);
			const made = x.creation(t);
			if (made) {
				this.needStack(i);
				this.open.createdBy = x.newFrame(made[0], "", i);
				this.open.creator = made[1];
				this.wait(-1, i);
				this.extend(this.open, i);
				return true;
			}
			if (x.elision(t)) {
				this.needStack(i);
				this.open.elided = true;
				this.extend(this.open, i);
				return true;
			}
			if (this.open && t === "non-Go function") {
				this.frame(i, x.newFrame(t, "", i));
				return true;
			}
			const call = x.function(t, this.open !== null, isLast);
			if (!call) return false;
			this.needStack(i);
			this.frame(i, x.newFrame(call[0], call[1], i));
			return true;
		}

		needStack(i) {
			if (!this.open) this.openStack(i, x.newStack(""), "stack");
		}

		frame(i, f) {
			this.open.frames.push(f);
			this.wait(this.open.frames.length - 1, i);
			this.extend(this.open, i);
		}

		wait(n, i) {
			if (this.pending.length === 4) this.pending.shift();
			this.pending.push({ stack: this.open, frame: n, at: i });
		}

		position(i, f) {
			if (this.pending.length === 0) {
				this.needStack(i);
				this.open.frames.push(placed(x.newFrame("", "", i), f));
				this.extend(this.open, i);
				return true;
			}
			let k = this.pending.length - 1;
			for (let j = 0; j < k; j++) {
				const pkg = x.splitFunc(frameOf(this.pending[j]).fn)[0], name = pkg.slice(pkg.lastIndexOf("/") + 1);
				if (i - this.pending[j].at <= 4 && name !== "" && f.file.includes(name + "/")) {
					k = j;
					break;
				}
			}
			const w = this.pending.splice(k, 1)[0];
			if (this.pending.length > 0) this.pending = this.pending.filter((v) => i - v.at <= 4);
			placed(frameOf(w), f);
			this.extend(w.stack, i);
			return true;
		}
	}

	const frameOf = (w) => w.frame < 0 ? w.stack.createdBy : w.stack.frames[w.frame];

	/** The frame with a position. */
	function placed(frame, f) {
		frame.file = f.file;
		frame.line = f.line;
		frame.plain = f.plain;
		frame.pc = f.pc;
		return frame;
	}

})();
