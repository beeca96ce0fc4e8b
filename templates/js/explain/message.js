// Which messages a line can be: internal/explain/message.go.
(function () {
	"use strict";

	const x = window.sourcedive.explain;
	const { trimPrefix, trimSuffix } = x;
	const headLen = 4, looseWeight = x.looseWeight = 10;
	const OPEN = "\xe2\x80\xb9", SHUT = "\xe2\x80\xba"; // ‹ and ›

	function newTemplate(msg) {
		const t = { msg, lits: [], caps: [], weight: 0 };
		msg.t.split(OPEN).forEach(function (part, i) {
			if (i > 0) {
				const shut = part.indexOf(SHUT);
				t.caps.push(shut < 0 ? part : part.slice(0, shut));
				part = shut < 0 ? "" : part.slice(shut + SHUT.length);
			}
			t.lits.push(part);
			t.weight += part.replace(/[^A-Za-z]+/g, "").length;
		});
		return t;
	}

	function matchTemplate(t, s) {
		if (!s.startsWith(t.lits[0])) return null;
		const last = t.lits.length - 1, open = t.msg.o;
		if (last === 0) return s.length === t.lits[0].length || open ? [] : null;
		let pos = t.lits[0].length;
		const caps = [];
		for (let k = 1; k <= last; k++) {
			const lit = t.lits[k];
			let end = s.length;
			if (k === last && lit === "") { /* up to the end */ } else if (k === last && !open) {
				end = s.length - lit.length;
				if (end < pos || !s.endsWith(lit)) return null;
			} else {
				end = s.indexOf(lit, pos);
				if (end < 0) return null;
			}
			if (end === pos && k < last) return null;
			caps.push({ expr: t.caps[k - 1], value: s.slice(pos, end) });
			pos = end + lit.length;
		}
		return caps;
	}

	function put(map, key, t) {
		const list = map.get(key);
		if (list) list.push(t);
		else map.set(key, [t]);
		return !list;
	}

	x.newMatcher = function* (messages) {
		const m = { exact: new Map(), heads: new Map(), loose: [], texts: [] };
		for (let i = 0; i < messages.length; i++) {
			if ((i & 255) === 0) yield;
			const msg = messages[i], t = newTemplate(msg);
			if (t.caps.length === 0 && !msg.o) {
				if (put(m.exact, t.lits[0], t)) m.texts.push(t.lits[0]);
			} else if (msg.k === "print" && t.caps.length > 0 && t.weight < looseWeight) continue;
			else if (t.lits[0].length >= headLen) put(m.heads, t.lits[0].slice(0, headLen), t);
			else if (t.weight >= looseWeight && !msg.o) m.loose.push(t);
		}
		m.texts.sort((a, b) => a < b ? -1 : a > b ? 1 : 0);
		return m;
	};

	function find(m, s, loose, kinds) {
		let found = [];
		const attempt = function (list) {
			for (const t of list || []) {
				if (!kinds.includes(t.msg.k)) continue;
				const caps = matchTemplate(t, s);
				if (caps) found.push({ template: t, msg: t.msg, lits: t.lits, weight: t.weight, caps });
			}
		};
		attempt(m.exact.get(s));
		if (found.length === 0 && s.length >= headLen) attempt(m.heads.get(s.slice(0, headLen)));
		if (found.length === 0 && loose) attempt(m.loose);
		let best = 0;
		for (const f of found) best = Math.max(best, f.weight);
		return found.filter((f) => f.weight >= best);
	}

	function cutShort(m, s, kinds) {
		if (s.length < 12) return [];
		let i = 0, j = m.texts.length;
		while (i < j) {
			const k = (i + j) >> 1;
			if (m.texts[k] < s) i = k + 1;
			else j = k;
		}
		if (i >= m.texts.length || !m.texts[i].startsWith(s)) return [];
		if (i + 1 < m.texts.length && m.texts[i + 1].startsWith(s)) return [];
		return m.exact.get(m.texts[i]).filter((t) => kinds.includes(t.msg.k)).map((t) => ({ template: t, msg: t.msg, lits: t.lits, weight: t.weight, caps: [] }));
	}

	const endKinds = ["throw", "fatal"], panicKinds = ["panic", "error"], printKinds = ["print", "c"];
	const allKinds = ["print", "c", "throw", "fatal", "panic", "error"];

	/** Whether the runtime ends a program with this text. */
	x.endsProgram = (msg) => endKinds.includes(msg.matches[0].msg.k);

	/** Gives a message, or null. */
	x.readMessage = function (m, t, loose, last) {
		const msg = { kind: "", bare: false, body: t, matches: [], recovered: "", cut: false, from: 0, to: 0 };
		if (t.length > 4096) t = t.slice(0, 4096);
		const look = function (kinds) {
			msg.matches = find(m, msg.body, loose, kinds);
			if (msg.matches.length === 0 && last) {
				msg.matches = cutShort(m, msg.body, kinds);
				msg.cut = msg.matches.length > 0;
			}
			return msg.matches.length > 0;
		};
		if (t.startsWith("fatal error: ")) {
			msg.kind = "fatal";
			msg.body = t.slice(13);
			look(endKinds);
			return msg;
		}
		if (t.startsWith("panic: ")) {
			const body = t.slice(7);
			msg.kind = "panic";
			msg.body = body;
			const i = body.lastIndexOf(" [recovered");
			if (i >= 0 && body.endsWith("]")) {
				msg.body = body.slice(0, i);
				msg.recovered = body.slice(i + 1);
			}
			msg.body = trimPrefix(msg.body, "runtime error: ");
			if (!look(panicKinds)) msg.body = trimSuffix(body, " " + msg.recovered);
			return msg;
		}
		msg.kind = "print";
		if (look(printKinds)) return msg;
		const i = t.indexOf("runtime error: ");
		if (i >= 0) {
			msg.kind = "panic";
			msg.body = t.slice(i + 15);
			look(panicKinds);
			return msg;
		}
		msg.body = t;
		if (!look(allKinds) || msg.matches[0].weight < looseWeight) return null;
		const kind = msg.matches[0].msg.k;
		msg.bare = kind !== "print" && kind !== "c";
		if (endKinds.includes(kind)) msg.kind = "fatal";
		else if (panicKinds.includes(kind)) msg.kind = "panic";
		return msg;
	};
})();
