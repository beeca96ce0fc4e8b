// What is known about a text, put together: internal/explain/explain.go and answer.go.
(function () {
	"use strict";

	const x = window.sourcedive.explain;
	const { cutText, sentence, trimSpace, firstBit, lastBit } = x;
	const hasMinor = (mask, minor) => minor >= 0 && (mask >> minor & 1) === 1;

	/** What the scripts with the tables bring: texts by name. */
	const data = {};
	window.sourcedive.explainTables = (name, text) => { data[name] = x.encode(text); };

	/**
	 * Makes an engine of the tables, step by step: the caller runs the steps for as long as
	 * it likes. Files and messages come as lines of JSON.
	 */
	x.newEngine = function* () {
		const t = { minors: JSON.parse(data.releases).minors, words: JSON.parse(data.words), files: new Map() };
		const messages = [], lines = data.messages.split("\n");
		for (let i = 0; i < lines.length; i++) {
			if ((i & 255) === 0) yield;
			messages.push(JSON.parse(lines[i]));
		}
		for (const line of data.lines.split("\n")) t.files.set(x.within(line, '"f":"', '"'), line);
		yield;
		const matcher = yield* x.newMatcher(messages);
		return { t, notes: new Map(Object.entries(JSON.parse(data.notes))), matcher, index: x.newLineIndex(t) };
	};

	x.known = (engine, version) => x.minorNamed(engine.t.minors, version) >= 0;

	/**
	 * Explains a string of bytes, step by step. The answer's strings are for pages; lines and
	 * stacks, for who shows the text beside it, are still bytes.
	 */
	x.run = function* (engine, input, options) {
		const p = yield* x.parse(yield* x.peel(input), engine.matcher);
		x.profileStacks(p);
		const c = x.newClues(engine.t, p.lines.length);
		yield* c.frames(p, engine.index);
		yield* c.rows(p, engine.index);
		yield* c.forms(p);
		const r = new Reading(engine, p, options);
		yield* r.release(c);
		r.platform = options.platform || "";
		if (r.platform === "") yield* x.findPlatform(r);
		return { answer: yield* r.answer(), lines: p.lines, items: p.items, stacks: p.stacks };
	};

	x.newReading = (engine, p, options) => new Reading(engine, p, options);

	class Reading {
		constructor(engine, p, options) {
			Object.assign(this, engine, p);
			this.options = options;
			this.go = { low: "", high: "", stated: "", evidence: [] };
			this.minor = this.t.minors.length - 1;
			this.mask = 0;
			this.platform = "";
			this.places = new Map();
			this.said = new Set();
			this.causes = new Map();
		}

		src(i) { return this.lines[i].src; }

		*release(c) {
			const minors = this.t.minors, given = !!this.options.go;
			let found = c.decide(), [version, at] = yield* x.statedVersion(this, this.index);
			if (given) version = this.options.go;
			const m = x.minorNamed(minors, version);
			if (m >= 0) found = { low: m, high: m };
			const builder = yield* x.fromBuilder(this), builds = builder >= 0 && version === "" && found.low <= found.high;
			if (builds) found.high = Math.min(found.high + 1, minors.length - 1);
			this.go = { low: c.name(found.low), high: c.name(found.high), stated: version, evidence: [] };
			this.minor = found.high;
			for (let k = found.low; k <= found.high; k++) this.mask |= 1 << k;
			if (found.low > found.high) {
				this.minor = minors.length - 1;
				this.mask = c.all;
				const any = this.items.some((it) => it.kind !== "unknown" && it.kind !== "tool");
				this.go.low = any ? c.name(0) : "";
				this.go.high = any ? c.name(this.minor) : "";
			}
			const add = (what, lines) => this.go.evidence.push({ what, low: this.go.low, high: this.go.high, lines });
			if (builds) {
				this.minor = Math.max(found.low, found.high - 1);
				add("the path is that of Go's own builders: perhaps a tree on the way to the next release", [this.src(builder)]);
			}
			if (given) add("you said so", []);
			else if (version !== "") add("the text names " + version, [this.src(at)]);
			const older = given ? -1 : yield* x.olderThanTables(this);
			if (older >= 0) {
				this.go.low = "go1.0";
				this.go.high = "go1.4";
				add("package runtime has a frame in a C file", [this.src(older)]);
				this.minor = 0;
				this.mask = 1;
				return;
			}
			if (found.low <= found.high) this.go.evidence.push(...c.evidence(found, this.lines));
		}

		*answer() {
			const a = { summary: "", go: this.go, platform: this.platform, blocks: [], groups: [], makers: [], waits: [], series: [], unknown: [], next: [], read: [] };
			for (let i = 0; i < this.items.length; i++) {
				if ((i & 63) === 0) yield;
				const it = this.items[i], lines = this.span(it);
				if (it.kind === "unknown") a.unknown.push({ lines, text: cutText(this.lines[it.from].text, 120) });
				else a.blocks.push(this.describe(it, lines));
			}
			a.groups = yield* x.groups(this, null);
			a.makers = yield* x.makers(this, this.options.only);
			a.waits = yield* x.waits(this);
			a.series = yield* x.series(this);
			a.summary = yield* x.summary(this, a);
			a.next = yield* x.next(this, a);
			a.read = yield* x.read(this, a);
			if (this.options.only) a.groups = yield* x.groups(this, this.options.only);
			return yield* decoded(a);
		}

		span(it) {
			let low = this.src(it.from), high = low;
			for (let i = it.from; i <= it.to; i++) {
				const l = this.lines[i];
				low = Math.min(low, l.src);
				high = Math.max(high, l.src + l.more);
			}
			return [low, high];
		}

		describe(it, lines) {
			const b = { kind: it.kind, lines, symbol: "", place: "", text: "" };
			if (it.message) this.describeMessage(b, it);
			else if (it.stack) {
				[b.symbol, b.place] = x.stackSymbol(this, it.stack);
				b.text = x.stackText(this, it.stack);
			} else [b.symbol, b.text] = x.describeLines(this, it);
			if (b.place === "" && b.symbol !== "") b.place = this.place(b.symbol);
			return b;
		}

		/** The statement that printed a message, or null. */
		cause(it) {
			const below = x.stackAfter(this, it.to), key = it.message.kind + "\n" + (below ? below.from : -1) + "\n" + it.message.body;
			let c = this.causes.get(key);
			if (c === undefined) this.causes.set(key, c = this.findCause(it, below));
			return c;
		}

		findCause(it, below) {
			const around = below ? below.frames.slice(0, 12).map((f) => f.fn) : [];
			let best = -1, found = null;
			for (const m of it.message.matches) {
				if (x.cannotBe(m)) continue;
				for (const p of m.msg.p) {
					const score = this.scorePlace(p, around);
					let symbol = p.f.slice(0, p.f.lastIndexOf("/")) + "." + p.n;
					if (score > best) {
						best = score;
						found = { match: m, place: p, symbol, others: [], twins: [] };
					} else if (score === best && symbol === found.symbol && p.f === found.place.f) {
						if ((p.l || 0) !== (found.place.l || 0) && (p.m & found.place.m & this.mask) !== 0) found.twins.push(p);
					} else if (score === best && symbol !== found.symbol && !found.others.includes(symbol)) {
						if (x.bits(p.m) > x.bits(found.place.m)) {
							[symbol, found.symbol] = [found.symbol, symbol];
							found.match = m;
							found.place = p;
							found.twins = [];
						}
						found.others.push(symbol);
					}
				}
			}
			return found;
		}

		likelyPlatform() {
			const [o, a] = this.platform.split("/");
			return (o || "linux") + "/" + (a || "amd64");
		}

		scorePlace(p, around) {
			let score = 0;
			if ((p.m & this.mask) !== 0) score += 400;
			if (hasMinor(p.m, this.minor)) score += 40;
			const i = around.findIndex((fn) => x.sameFunc(p.n, fn));
			if (i >= 0) score += 200 - i;
			const [goos, arch] = x.fileSystem(p.f), platform = this.likelyPlatform();
			if (goos !== "" && !x.systemFits(goos, platform)) score -= 39;
			if (arch !== "" && platform.split("/")[1] !== arch) score -= 20;
			if (this.index.line(p.f, p.n, 0, Math.max(0, lastBit(p.m))) > 0) score += 10;
			return Math.max(score, 0);
		}

		describeMessage(b, it) {
			const msg = it.message, c = this.cause(it);
			if (!c) {
				if (msg.kind === "panic") {
					b.symbol = "runtime.gopanic";
					b.text = "The program's own panic: no release has this text.";
				} else {
					b.symbol = "runtime.throw";
					b.text = "No release here has this text in its runtime; the program or a package of its own may have printed it.";
				}
				return;
			}
			if (c.others.length === 0) {
				b.symbol = c.symbol;
				b.place = this.statements(c);
			}
			const parts = [], note = this.note(c);
			if (note && !this.said.has(note.text)) {
				this.said.add(note.text);
				parts.push(note.text);
			}
			if (c.others.length > 0) {
				const all = [c.symbol, ...c.others], more = all.length > 5 ? " and " + (all.length - 5) + " more" : "";
				parts.push("The text does not tell which function printed it; these can have: " + all.slice(0, 5).join(", ") + more + ".");
			} else if (c.twins.length > 0) parts.push("More than one statement of the function prints these words.");
			else if (c.place.c) parts.push("It is printed where " + c.place.c + ".");
			for (const v of x.captured(this, c.match)) parts.push(sentence(v));
			parts.push(sentence(x.bounds(msg.body)), sentence(x.outOfRange(msg.body)));
			if (msg.cut) parts.push('The line is cut off: the whole text is "' + c.match.msg.t + '".');
			parts.push(this.wording(msg));
			if (msg.kind === "text") {
				parts.push(x.endsProgram(msg) ? "Behind \"fatal error: \" it would be the end of a program; here nothing says so."
					: "It is the text of an error. Behind \"panic: \" it would be a panic; here nothing says so.");
			} else if (msg.kind !== "print") parts.push(blameText[this.blame(msg)]);
			b.text = trimSpace(parts.filter((s) => s !== "").join(" "));
		}

		/** Where the statements are that can have printed a message. */
		statements(c) {
			const minor = this.placeMinor(c.place), lines = [c.place, ...c.twins].map((p) => this.index.line(p.f, p.n, p.l, minor)).filter((l) => l > 0).sort((a, b) => a - b);
			return lines.length === 0 ? c.place.f : c.place.f + ":" + lines.join(" or ") + " in go" + this.t.minors[minor];
		}

		placeMinor(p) {
			if (hasMinor(p.m, this.minor)) return this.minor;
			return Math.max(0, lastBit((p.m & this.mask) || p.m));
		}

		note(c) { return this.notes.get(c.match.msg.t) || this.notes.get(c.symbol); }

		wording(msg) {
			let mask = 0;
			for (const m of msg.matches) mask |= x.messageIn(m.msg);
			if (mask === 0) return "";
			const minors = this.t.minors, low = firstBit(mask), high = lastBit(mask);
			if (low === 0 && high === minors.length - 1) return "";
			return low === high ? "Only go" + minors[low] + " has this wording." : "The wording is that of go" + minors[low] + " to go" + minors[high] + ".";
		}

		blame(msg) {
			const kinds = new Set(msg.matches.map((m) => m.msg.k)), c = this.cause({ message: msg, from: msg.from, to: msg.to });
			const note = c && this.note(c);
			if (note && note.blame) return note.blame;
			if (kinds.has("fatal")) return "program";
			if (kinds.has("throw")) return "runtime";
			return kinds.has("panic") || kinds.has("error") || msg.kind === "panic" ? "goroutine" : "";
		}

		status(n) {
			const w = this.t.words.statuses.find((s) => (s.v || 0) === n && hasMinor(s.m, this.minor) && !(s.n || "").includes("unused"));
			return w ? w.n || "" : "";
		}

		place(symbol) {
			let place = this.places.get(symbol);
			if (place === undefined) this.places.set(symbol, place = this.findPlace(symbol));
			return place;
		}

		findPlace(symbol) {
			const [pkg, name] = x.splitFunc(symbol), platform = this.likelyPlatform();
			let best = -1, found = "";
			for (const file of this.index.inDir(pkg)) {
				const line = this.index.line(file, name, 0, this.minor);
				if (line === 0) continue;
				const [goos, arch] = x.fileSystem(file);
				let score = 4;
				if (goos !== "") score += x.systemFits(goos, platform) ? 2 : -2;
				if (arch !== "") score += platform.endsWith("/" + arch) ? 1 : -1;
				if (score > best) {
					best = score;
					found = file + ":" + line + " in go" + this.t.minors[this.minor];
				}
			}
			return found;
		}
	}

	const blameText = {
		program: "It accuses the program, not the runtime, and recover cannot stop it.",
		runtime: "It is thrown, which ends the program: what the runtime found must not be, by a fault of its own or because memory was overwritten.",
		system: "It is thrown, which ends the program: the system refused what the runtime cannot do without.",
		goroutine: "It is a panic of the goroutine that ran; a deferred recover can stop it.",
		"": "",
	};

	/** Makes all strings of an answer those of a page. */
	function* decoded(a) {
		const decode = x.decode;
		let n = 0;
		a.summary = decode(a.summary);
		a.platform = decode(a.platform);
		a.go.stated = decode(a.go.stated);
		for (const e of a.go.evidence) e.what = decode(e.what);
		for (const [list, keys] of [[a.blocks, ["symbol", "place", "text"]], [a.groups, ["reason", "top", "createdBy"]], [a.makers, ["reason"]], [a.waits, ["for"]], [a.unknown, ["text"]], [a.next, ["run", "why"]]]) {
			for (const e of list) {
				if ((++n & 511) === 0) yield;
				for (const k of keys) e[k] = decode(e[k]);
			}
		}
		for (const s of a.series) {
			s.columns = s.columns.map(decode);
			s.findings = s.findings.map(decode);
		}
		return a;
	}
})();
