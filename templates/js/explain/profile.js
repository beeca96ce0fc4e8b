// Profiles in pprof's binary form: internal/explain/profile.go. What package profile does
// there, read does here, for what is needed of it.
(function () {
	"use strict";

	const x = window.sourcedive.explain;

	x.isGzip = (b) => b.startsWith("\x1f\x8b");
	x.isProfile = function (b) {
		if (b.length < 4 || b[0] !== "\n" || b.charCodeAt(1) > 20 || b[2] !== "\b") return false;
		const next = b[2 + b.charCodeAt(1)];
		return next === "\n" || next === "\x12";
	};

	/** Numbers and parts of a message in protocol buffers, one after the other. */
	class Message {
		constructor(b, at, end) {
			this.b = b;
			this.at = at;
			this.end = end;
		}

		byte() {
			if (this.at >= this.end) throw new Error("it ends too early");
			return this.b.charCodeAt(this.at++);
		}

		number() {
			let v = 0, unit = 1;
			for (let i = 0; i < 10; i++) {
				const c = this.byte();
				v += (c & 127) * unit;
				if (c < 128) return v < 2 ** 63 ? v : v - 2 ** 64;
				unit *= 128;
			}
			throw new Error("a number is too long");
		}

		part() {
			const n = this.number(), at = this.at;
			if (n < 0 || at + n > this.end) throw new Error("it ends too early");
			this.at += n;
			return new Message(this.b, at, at + n);
		}

		/** Goes to the next field: its number and its value, a number or a part. Null at the end. */
		next() {
			if (this.at >= this.end) return null;
			const tag = this.number(), wire = tag & 7;
			if (wire === 0) return { field: tag >>> 3, value: this.number() };
			if (wire === 2) return { field: tag >>> 3, value: this.part() };
			if (wire !== 1 && wire !== 5) throw new Error("a field has no known form");
			this.at += wire === 1 ? 8 : 4;
			return { field: 0, value: 0 };
		}

		text() { return this.b.slice(this.at, this.end); }
	}

	/** The fields of a small message; lists of numbers may be packed or not. */
	function fieldsOf(m, lists) {
		const out = {};
		if (!(m instanceof Message)) throw new Error("a field has another form");
		for (let f = m.next(); f; f = m.next()) {
			if (!lists.includes(f.field)) {
				out[f.field] = f.value;
				continue;
			}
			const list = out[f.field] = out[f.field] || [];
			if (typeof f.value === "number") list.push(f.value);
			else if (f.field === 4) list.push(f.value);
			else while (f.value.at < f.value.end) list.push(f.value.number());
		}
		return out;
	}

	function* read(b) {
		const p = { types: [], samples: [], locations: new Map(), functions: new Map(), strings: [], normal: 0 };
		const m = new Message(b, 0, b.length);
		let n = 0;
		for (let f = m.next(); f; f = m.next()) {
			if ((++n & 127) === 0) yield;
			if (f.field === 1) p.types.push(fieldsOf(f.value, []));
			else if (f.field === 2) p.samples.push(fieldsOf(f.value, [1, 2]));
			else if (f.field === 4) {
				const l = fieldsOf(f.value, [4]);
				p.locations.set(l[1], (l[4] || []).map((line) => fieldsOf(line, [])));
			} else if (f.field === 5) {
				const fn = fieldsOf(f.value, []);
				p.functions.set(fn[1], { name: fn[2] || 0, file: fn[4] || 0 });
			} else if (f.field === 6) p.strings.push(f.value.text());
			else if (f.field === 14) p.normal = f.value;
		}
		yield* check(p);
		return p;
	}

	/** Refuses a profile of which a part is missing. */
	function* check(p) {
		const text = (i) => { if (p.strings[i || 0] === undefined) throw new Error("a text is missing"); };
		if (p.strings[0] !== "") throw new Error("its texts are missing");
		for (const t of p.types) text(t[1]);
		text(p.normal);
		for (const f of p.functions.values()) {
			text(f.name);
			text(f.file);
		}
		let n = 0;
		for (const s of p.samples) {
			if ((++n & 127) === 0) yield;
			if ((s[2] || []).length !== p.types.length) throw new Error("a sample has no value for each type");
			for (const id of s[1] || []) if (!p.locations.has(id)) throw new Error("a location is missing");
		}
	}

	/** The functions with files and lines that were called, the innermost first. */
	function* framesOf(p, sample) {
		for (const id of sample[1] || []) {
			for (const l of p.locations.get(id) || []) {
				const fn = p.functions.get(l[1]);
				if (fn) yield { fn: p.strings[fn.name] || "", file: p.strings[fn.file] || "", line: l[2] || 0 };
			}
		}
	}

	/** Explains a string of bytes that is a profile, step by step. */
	x.runProfile = function* (engine, input, options) {
		let prof;
		try { prof = yield* read(input); } catch (e) {
			const r = x.newReading(engine, { lines: [{ text: "a binary file that is not a profile: " + e.message, src: 1, more: 0, stream: 0 }], items: [{ kind: "unknown", from: 0, to: 0, message: null, stack: null }], stacks: [] }, options);
			return { answer: yield* r.answer(), lines: r.lines, items: r.items, stacks: [] };
		}
		const stacks = [];
		for (const s of prof.samples) {
			if ((stacks.length & 127) === 0) yield;
			const st = x.newStack("");
			st.profile = true;
			st.count = 1;
			for (const f of framesOf(prof, s)) st.frames.push(Object.assign(x.newFrame(f.fn), { file: f.file, line: f.line }));
			stacks.push(st);
		}
		const p = { lines: [{ text: "", src: 0, more: 0, stream: 0 }], items: [], stacks };
		const c = x.newClues(engine.t, 1);
		yield* c.frames(p, engine.index);
		const r = x.newReading(engine, p, options);
		yield* r.release(c);
		for (const e of r.go.evidence) e.lines = [];
		r.platform = options.platform || "";
		if (r.platform === "") yield* x.findPlatform(r);
		const a = yield* r.answer();
		yield* rows(r, a, prof);
		return { answer: a, lines: p.lines, items: p.items, stacks: [] };
	};

	const mostRows = 20;

	/** Adds the functions that the profile's default value weighs most. */
	function* rows(r, a, prof) {
		const text = (i) => prof.strings[i || 0] || "";
		let value = prof.types.length - 1, total = 0;
		prof.types.forEach((t, i) => { if (text(t[1]) === text(prof.normal)) value = i; });
		const flat = new Map();
		let n = 0;
		for (const s of prof.samples) {
			if ((++n & 127) === 0) yield;
			const v = (s[2] || [])[value];
			if (v === undefined) continue;
			total += v;
			for (const id of s[1] || []) {
				const line = (prof.locations.get(id) || [])[0], fn = line && prof.functions.get(line[1]);
				if (!fn) continue;
				flat.set(text(fn.name), (flat.get(text(fn.name)) || 0) + v);
				break;
			}
		}
		const names = [...flat.keys()].sort((p, q) => flat.get(q) - flat.get(p) || (p < q ? -1 : p > q ? 1 : 0));
		for (const name of names.slice(0, mostRows)) {
			const share = total === 0 ? 0 : 100 * flat.get(name) / total, note = r.notes.get("profile " + name);
			const said = x.decimals(share, 1) + "% of the profile." + (note ? " " + note.text : "");
			a.blocks.push({ kind: "pprof", lines: [0, 0], symbol: x.decode(name), place: r.place(name), text: x.decode(said) });
		}
		const kind = value >= 0 ? text(prof.types[value][1]) : "samples";
		a.summary = x.decode("A profile of " + kind + " with " + prof.samples.length + " stacks" + (names.length > 0 ? "; " + names[0] + " weighs most." : "."));
		a.unknown = [];
	}
})();
